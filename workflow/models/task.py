from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.about import About, AboutQuerySet
from crm.models.record import OwnedRecord, RecordQuerySet, folded


class TaskQuerySet(AboutQuerySet, RecordQuerySet):
    def open(self):
        return self.alive().filter(done_at__isnull=True)

    def done(self):
        return self.alive().filter(done_at__isnull=False)

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def next_first(self):
        """By deadline, the undated last."""
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")


class Task(About, OwnedRecord):
    """What is to be done, by whom and by when; the owner is the person responsible."""

    KINDS = [
        ("todo", _("To do")),
        ("call", _("Call")),
        ("email", _("E-mail")),
        ("meeting", _("Meeting")),
        ("visit", _("Visit")),
        ("proposal", _("Proposal")),
    ]

    title = models.CharField(_("task"), max_length=160)
    kind = models.CharField(_("type"), max_length=10, choices=KINDS, default="todo")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    description = models.TextField(_("details"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("done by")
    )
    name_fold = folded("title")

    objects = TaskQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["record_type", "record_id", "due_at"],
                condition=Q(done_at__isnull=True, deleted_at__isnull=True),
                name="task_open_of_a_record",
            ),
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(done_at__isnull=True, deleted_at__isnull=True),
                name="task_open_of_a_person",
            ),
            models.Index(fields=["record_type", "record_id"], name="task_of_a_record"),
            models.Index(fields=["due_at", "id"], name="task_by_deadline"),
            models.Index(fields=["created_at", "id"], name="task_by_age"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workflow:task-detail", args=[self.pk])

    @property
    def is_open(self):
        return self.done_at is None

    @property
    def is_overdue(self):
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()
