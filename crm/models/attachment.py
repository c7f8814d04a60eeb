import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models.about import About, AboutQuerySet, about_visible_records
from crm.models.kinds import subject_models
from crm.models.record import Record, RecordQuerySet


class AttachmentQuerySet(AboutQuerySet, RecordQuerySet):
    pass


def random_path(attachment, name) -> str:
    """Nothing of the person's file name reaches the disk."""
    token = secrets.token_hex(20)
    return f"attachments/{token[:2]}/{token}"


class Attachment(About, Record):
    """A file on a record, kept outside any folder a web server shows."""

    file = models.FileField(_("file"), upload_to=random_path)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    owner = models.ForeignKey("crm.User", models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = AttachmentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["record_type", "record_id"], name="attachment_of_a_record")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("crm:attachment-download", args=[self.pk])

    @property
    def team_id(self):
        """A file belongs to the team of who brought it."""
        return self.owner.team_id

    @classmethod
    def access_condition(cls, access, action):
        """Seen with its subject; removed by who brought it, or by whoever may remove all files."""
        subjects = about_visible_records(access, "view", subject_models())
        if action == "view":
            return subjects
        return subjects & access.condition(action, cls, team="owner__team")
