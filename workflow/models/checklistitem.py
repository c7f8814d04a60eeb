from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from crm.ui.routes import record_url


class OfTaskQuerySet(models.QuerySet):
    """Parts of a task: whoever reaches it reaches them."""

    def visible_to(self, user, action="view"):
        from workflow.models.task import Task

        return self.filter(task__in=Task.objects.visible_to(user, action))


class ChecklistItem(models.Model):
    """One step inside a task, ticked by itself."""

    task = models.ForeignKey("workflow.Task", models.CASCADE, related_name="checklist", verbose_name=_("task"))
    text = models.CharField(_("step"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        "crm.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("done by"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["position", "pk"]
        triggers = tracked()

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return record_url("workflow:task-detail", self.task_id)

    @property
    def is_done(self):
        return self.done_at is not None

    @classmethod
    def access_model(cls):
        from workflow.models.task import Task

        return Task
