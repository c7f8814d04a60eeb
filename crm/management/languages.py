from django.conf import settings
from django.core.management.base import CommandError

from crm.models import Organization


def chosen(language: str | None) -> str:
    """The language asked for on a command line, else the organisation's."""
    if language and language not in dict(settings.LANGUAGES):
        raise CommandError(f"Languages are: {', '.join(dict(settings.LANGUAGES))}.")
    return language or Organization.current().language
