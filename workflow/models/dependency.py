"""What has to be done before a task can be completed; triggers hold it against every path."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked

# One at a time: two new ties could otherwise close a circle that neither of them sees.
NO_CIRCLE = """
    PERFORM pg_advisory_xact_lock(hashtext('workflow_dependency'));
    IF EXISTS (
        WITH RECURSIVE before(id) AS (
            SELECT NEW.predecessor_id
            UNION SELECT d.predecessor_id FROM workflow_dependency d JOIN before b ON d.task_id = b.id
        ) SELECT FROM before WHERE id = NEW.task_id
    ) THEN
        RAISE EXCEPTION 'tasks cannot wait for each other' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Dependency(models.Model):
    """`task` waits for `predecessor`."""

    task = models.ForeignKey("workflow.Task", models.CASCADE, related_name="waits_for", verbose_name=_("task"))
    predecessor = models.ForeignKey(
        "workflow.Task", models.CASCADE, related_name="holds_up", verbose_name=_("what has to be done before")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "predecessor"], name="waits_for_once"),
            models.CheckConstraint(condition=~Q(task=F("predecessor")), name="waits_for_another"),
        ]
        triggers = [
            *tracked(),
            pgtrigger.Trigger(
                name="no_circle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NO_CIRCLE,
            ),
        ]

    def __str__(self):
        return f"{self.task} ← {self.predecessor}"
