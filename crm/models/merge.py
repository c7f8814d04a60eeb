from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def of(self, absorbed):
        return self.filter(record_type=ContentType.objects.get_for_model(absorbed), absorbed_id=absorbed.pk)


class Merge(models.Model):
    """Two records of one customer became one: what was joined and what moved, to be taken apart again.

    `fields` holds [before, after] of each column of the kept record that changed.
    """

    record_type = models.ForeignKey(ContentType, models.PROTECT, db_index=False, related_name="+")
    kept_id = models.BigIntegerField(_("kept"))
    absorbed_id = models.BigIntegerField(_("absorbed"))
    fields = models.JSONField(default=dict)
    by = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "absorbed_id"], condition=Q(undone_at__isnull=True), name="merged_into_one"
            )
        ]
        indexes = [models.Index(fields=["record_type", "kept_id"], name="merge_into_a_record")]

    def __str__(self):
        return f"{self.record_type}: {self.absorbed_id} → {self.kept_id}"


class MergeMove(models.Model):
    """Rows of one column that went along: which moved, which had a twin and were set aside, and what gave way.

    `aside` holds whole rows by column; `changed` holds [number, column, before, after].
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    model = models.CharField(max_length=100)
    column = models.CharField(max_length=60)
    moved = ArrayField(models.BigIntegerField(), default=list)
    aside = models.JSONField(default=list)
    changed = models.JSONField(default=list)

    class Meta:
        verbose_name = _("moved rows")
        verbose_name_plural = _("moved rows")

    def __str__(self):
        return f"{self.model}.{self.column}: {len(self.moved)}"
