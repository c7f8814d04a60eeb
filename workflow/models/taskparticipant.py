"""Who takes part in a task beside the person responsible; a trigger notes them on the task, for quick reach."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from workflow.models.checklistitem import OfTaskQuerySet

# Who planned the task and who takes part now, as one array that an index reads.
INVOLVED = """
    UPDATE workflow_task t SET involved = array_remove(ARRAY[t.created_by_id], NULL) || ARRAY(
        SELECT p.person_id FROM workflow_taskparticipant p
        WHERE p.task_id = t.id AND p.left_at IS NULL AND p.person_id IS DISTINCT FROM t.created_by_id
        ORDER BY p.person_id
    ) WHERE t.id IN (SELECT task_id FROM {rows});
    RETURN NULL;
"""


class Involving(pgtrigger.Trigger):
    level = pgtrigger.Statement
    when = pgtrigger.After


INVOLVING = [
    Involving(
        name="involved_by_joining",
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=INVOLVED.format(rows="new_rows"),
    ),
    Involving(
        name="involved_by_change",
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        func=INVOLVED.format(rows="new_rows UNION SELECT task_id FROM old_rows"),
    ),
    Involving(
        name="involved_by_leaving",
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        func=INVOLVED.format(rows="old_rows"),
    ),
]


class TaskParticipantQuerySet(OfTaskQuerySet):
    def now(self):
        return self.filter(left_at__isnull=True)


class TaskParticipant(models.Model):
    """Somebody who takes part in a task, until they leave it."""

    task = models.ForeignKey("workflow.Task", models.CASCADE, related_name="participations", verbose_name=_("task"))
    person = models.ForeignKey("crm.User", models.PROTECT, related_name="+", verbose_name=_("person"))
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, editable=False)

    objects = TaskParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(left_at__isnull=True), name="takes_part_once"
            )
        ]
        triggers = [*tracked(), *INVOLVING]

    def __str__(self):
        return str(self.person)

    @classmethod
    def access_model(cls):
        from workflow.models.task import Task

        return Task
