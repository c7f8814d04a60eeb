"""Why a file as a whole is refused, in words for the person who brought it."""

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):  # noqa: N818
    """The file is broken, hostile or beyond the limits; nothing of it is used."""
