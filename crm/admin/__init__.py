"""What administrators keep in /admin/, a file for each record."""

from crm.admin import (
    customfield,
    history,
    job,
    lookup,
    message,
    organization,
    periodicrun,
    role,
    savedview,
    tag,
    team,
    user,
)

__all__ = [
    "customfield",
    "history",
    "job",
    "lookup",
    "message",
    "organization",
    "periodicrun",
    "role",
    "savedview",
    "tag",
    "team",
    "user",
]
