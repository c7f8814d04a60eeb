from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Workflow")

    def ready(self):
        from crm.api.catalogue import publish
        from crm.models.kinds import for_each_subject
        from crm.ui.registry import HomeBlock, MenuItem, registry
        from crm.ui.sentence import Sentence
        from crm.ui.timeline import TimelineSource
        from workflow import kpis  # noqa: F401
        from workflow.panels.home import my_tasks
        from workflow.panels.task import composer_tabs, next_step
        from workflow.timelines import task

        publish("tasks", "workflow.api.task.TaskViewSet")
        registry.add_group("work", _("Work"), 10)
        registry.menu.append(
            MenuItem(_("Tasks"), "checkbox", "workflow:task-list", "work", 10, "workflow.task", "t", None, True)
        )
        registry.creatable.append(MenuItem(_("Task"), "checkbox", "workflow:task-create", "", 10, "workflow.task"))
        registry.timeline.append(TimelineSource("task", _("Tasks"), task.entries, 20))
        registry.next_steps.append(next_step)
        registry.home.append(HomeBlock(20, my_tasks))
        registry.composer.append(composer_tabs)
        for_each_subject(self.hang_on)
        states = ("done_at", "done_by_id")
        completed = Sentence(_("{actor} completed {record}"), "circle-check", hides=states, name=_("completed"))
        reopened = Sentence(_("{actor} reopened {record}"), "arrow-back-up", hides=states, name=_("reopened"))
        registry.add_sentence("completed", completed, "workflow.task")
        registry.add_sentence("reopened", reopened, "workflow.task")

    def hang_on(self, label):
        """Every record one may write about shows its tasks."""
        from crm.ui.registry import registry
        from workflow.panels.task import Tasks, open_task_count

        registry.add_panel(label, Tasks())
        registry.figures[label].append(open_task_count)
