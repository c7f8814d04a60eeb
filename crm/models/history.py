from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import append_only
from crm.ui.registry import registry


class HistoryQuerySet(models.QuerySet):
    def about(self, record):
        return self.filter(record_type=ContentType.objects.get_for_model(record), record_id=record.pk)


class HistoryEntry(models.Model):
    """One thing that happened to one record: a verb, or one field's old and new value. Never rewritten.

    `occurred_at` is when it happened, `recorded_at` when Norte learned of it; entries of one save
    share `transaction`. `old` and `new` hold the column's JSON value (ids for links).
    """

    record_type = models.ForeignKey(
        ContentType, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    record_id = models.BigIntegerField()
    verb = models.CharField(_("what"), max_length=40)
    field = models.CharField(_("field"), max_length=80, default="", db_default="")
    old = models.JSONField(_("from"), null=True)
    new = models.JSONField(_("to"), null=True)
    details = models.JSONField(_("details"), default=dict)
    actor = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", db_index=False)
    cause = models.CharField(_("by way of"), max_length=60, default="", db_default="")
    occurred_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    transaction = models.BigIntegerField(null=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(
                models.F("record_type"),
                models.F("record_id"),
                models.F("occurred_at").desc(),
                models.F("id").desc(),
                name="history_of_a_record",
            ),
            # Who worked in a week: a question about people, not about a record.
            models.Index(
                fields=["actor", "occurred_at"], condition=models.Q(actor__isnull=False), name="history_of_a_person"
            ),
            # What its followers read on from.
            models.Index(fields=["transaction", "id"], name="history_in_order"),
        ]
        triggers = [append_only("history")]

    def __str__(self):
        return str(registry.verbs().get(self.verb, _("changed")))
