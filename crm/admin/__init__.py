"""What administrators keep in /admin/, a file for each record."""

from crm.admin import history, job, message, organization, role, team, user

__all__ = ["history", "job", "message", "organization", "role", "team", "user"]
