import secrets
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)


def export_path(export, name) -> str:
    return f"exports/{secrets.token_hex(20)}"


def expiry():
    return timezone.now() + KEPT


class ExportFileQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """An export holds what one person may take out: nobody else gets it, an administrator neither."""
        return self.filter(owner=user)

    def expired(self, now=None):
        return self.filter(expires_at__lt=now or timezone.now()).exclude(file="")


class ExportFile(models.Model):
    """What a person took out: which records, which filter, how many; the file itself for a week.

    The row stays when the file is gone: it says who took which list out and when.
    """

    KINDS = [("csv", _("CSV, for any program")), ("xlsx", _("Excel (XLSX)"))]

    owner = models.ForeignKey("crm.User", models.CASCADE, related_name="exports", verbose_name=_("by"))
    record = models.CharField(_("record"), max_length=60)
    query = models.TextField(_("filter"), blank=True)
    # {"scope": "list" or "all", "delimiter": ";", "bom": true}
    options = models.JSONField(default=dict)
    kind = models.CharField(_("format"), max_length=4, choices=KINDS, default="csv")
    name = models.CharField(_("file"), max_length=120)
    rows = models.PositiveBigIntegerField(_("rows"), null=True)
    file = models.FileField(upload_to=export_path, max_length=120, blank=True)
    job = models.ForeignKey("crm.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=expiry)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("crm:exportfile-detail", args=[self.pk])

    @property
    def is_ready(self):
        return bool(self.file) and self.expires_at > timezone.now()
