import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def import_path(run, name) -> str:
    """Nothing of the person's file name reaches the disk."""
    return f"imports/{secrets.token_hex(20)}"


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """A file and what became of it belong to who brought it."""
        return self.filter(owner=user)


class ImportRun(models.Model):
    """One file on its way into one kind of record: format, mapping, counts, and how far it came."""

    STATES = [
        ("uploaded", _("Uploaded")),
        ("reading", _("Being read")),
        ("mapping", _("Waiting for the mapping")),
        ("checking", _("Being checked")),
        ("checked", _("Checked")),
        ("importing", _("Being imported")),
        ("done", _("Imported")),
        ("stopped", _("Stopped")),
        ("failed", _("Failed")),
        ("undoing", _("Being undone")),
        ("undone", _("Undone")),
    ]
    MODES = [
        ("upsert", _("Create new records and update those that exist")),
        ("create", _("Only create new records")),
        ("update", _("Only update those that exist")),
    ]

    owner = models.ForeignKey("crm.User", models.CASCADE, related_name="imports", verbose_name=_("by"))
    record = models.CharField(_("record"), max_length=60)
    file = models.FileField(upload_to=import_path, max_length=120)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(max_length=64, blank=True)
    # How the file is written: kind, encoding, delimiter, sheet, has_header; see crm.transfer.formats.
    format = models.JSONField(default=dict)
    # What stands in it: per column header, samples, distinct values, evidence; see crm.transfer.profile.
    profile = models.JSONField(default=dict)
    # {"columns": {"0": "name"}, "values": {"stage": {"Won": …}}, "decimal": ",", "dates": "dmy"}
    mapping = models.JSONField(default=dict)
    key = models.CharField(_("recognised by"), max_length=60, blank=True)
    mode = models.CharField(_("what to do"), max_length=8, choices=MODES, default="upsert")
    clears = models.BooleanField(
        _("empty cells empty the field"),
        default=False,
        help_text=_("Otherwise an empty cell leaves the record as it is."),
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="uploaded")
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    counts = models.JSONField(default=dict)
    job = models.ForeignKey("crm.Job", models.SET_NULL, null=True, related_name="+")
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    imported_at = models.DateTimeField(_("imported"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("crm:importrun-detail", args=[self.pk])

    @property
    def cause(self) -> str:
        """What the history of every row it writes says about how it came."""
        return f"import {self.pk}"

    @property
    def is_busy(self):
        return self.state in ("reading", "checking", "importing", "undoing")

    def made(self) -> int:
        """Records this run created, those that its rows refer to among them."""
        return self.outcomes.filter(outcome="created").count()

    @property
    def standing(self):
        """The state, or what a step whose job ended without finishing it leaves behind."""
        is_abandoned = self.is_busy and (self.job is None or self.job.is_over)
        return LEFT_BEHIND[self.state] if is_abandoned else self.state

    @property
    def may_be_undone(self):
        return self.standing in ("done", "stopped", "failed") and bool(self.imported_at)


# Where a run stands when one of its steps is stopped or its worker is given up.
LEFT_BEHIND = {"reading": "uploaded", "checking": "mapping", "importing": "stopped", "undoing": "stopped"}


class ImportRow(models.Model):
    """What became of one row: what it made or changed, with the values before; or why it was refused.

    Unchanged rows leave none. A row that first had to create what it refers to leaves one for that as well.
    """

    OUTCOMES = [("created", _("new")), ("updated", _("changed")), ("refused", _("refused"))]

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="outcomes", db_index=False)
    number = models.PositiveBigIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=OUTCOMES)
    record = models.CharField(max_length=60, default="", blank=True)
    record_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)
    reasons = models.JSONField(default=list)
    cells = models.JSONField(null=True)
    # Why undo() left this record as it is; empty while it was not tried or when it was undone.
    kept = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number", "pk"]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="importrow_of_a_run"),
        ]

    def __str__(self):
        return f"{self.run_id}/{self.number}"


class ColumnMapping(models.Model):
    """How a file with these headers was mapped last, by whom: proposed again next time."""

    owner = models.ForeignKey("crm.User", models.CASCADE, related_name="+")
    record = models.CharField(max_length=60)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [
            models.UniqueConstraint(fields=["owner", "record", "signature"], name="one_mapping_per_headers")
        ]
        indexes = [models.Index(fields=["record", "signature"], name="mapping_by_headers")]

    def __str__(self):
        return f"{self.record} {self.signature[:8]}"
