"""Files on records: brought and thrown away."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy

from crm.actions import record as records
from crm.actions.activity import require_subject
from crm.actions.history import action
from crm.actions.once import first_time
from crm.attachments import Refused, examine
from crm.models import Attachment

REASONS = {
    "name": gettext_lazy("“%(name)s” has a name that could deceive. Rename the file and try again."),
    "empty": gettext_lazy("“%(name)s” is empty."),
    "size": gettext_lazy("“%(name)s” is larger than %(limit)s."),
    "kind": gettext_lazy("“%(name)s” is of a kind that is not taken. Send a document, picture, audio or archive."),
    "content": gettext_lazy("“%(name)s” does not hold what its ending says."),
}


def limit() -> int:
    return settings.ATTACHMENT_MAX_MB * 1024 * 1024


@action
def attach(subject, *, by, files, form_key: str = "") -> list[Attachment]:
    """Keep these uploaded files on a record: all of them, or with ValidationError none."""
    require_subject(by, subject)
    records.require_may(by, "create", Attachment)
    examined = check(files)
    if not first_time(by, form_key):
        return []
    return [keep(subject, file, one, by) for file, one in zip(files, examined, strict=True)]


def check(files) -> list:
    """Every file examined; ValidationError says of each refused one why."""
    found, errors = [], []
    for file in files:
        try:
            found.append(examine(file, name=file.name or "", size=file.size, limit=limit()))
        except Refused as refused:
            words = {"name": (file.name or "")[:80], "limit": filesizeformat(limit())}
            errors.append(REASONS[refused.reason] % words)
    if errors:
        raise ValidationError(errors)
    return found


def keep(subject, file, examined, by) -> Attachment:
    attachment = Attachment(
        about=subject,
        file=file,
        name=examined.name,
        content_type=examined.content_type,
        size=file.size,
        digest=digest(file),
        owner=by,
    )
    try:
        return records.create(attachment, by=by)
    except BaseException:
        # The row is rolled back; its bytes must not stay behind.
        if attachment.file._committed:
            default_storage.delete(attachment.file.name)
        raise


def digest(file) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()
