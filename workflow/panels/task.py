"""Tasks on the pages of other records: what is next, the open ones, how many."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, Window
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.models.kinds import reference, subject_models
from crm.timelines.subject import about_any, subjects_of
from crm.ui import money as written
from crm.ui.panel import Panel
from crm.ui.registry import ComposerTab
from crm.views.composer import composer_url
from workflow.forms.task import TaskComposerForm
from workflow.models import Task


def is_subject(record) -> bool:
    return type(record) in subject_models()


def open_tasks(user, record):
    """Open tasks this person may see, about the record or its people and deals."""
    return Task.objects.visible_to(user).open().filter(about_any(subjects_of(user, record)))


def nearest(user, record) -> list[Task]:
    """The first open tasks, one more than the panel shows, each with how many there are and how many of them late."""
    known = record.__dict__.setdefault("_nearest_tasks_by_reader", {})
    if user.pk not in known:
        late = Count("pk", filter=Q(due_at__lt=timezone.now()))
        found = open_tasks(user, record).annotate(open_count=Window(Count("pk")), late_count=Window(late))
        known[user.pk] = list(found.select_related("owner", "type").next_first()[: Tasks.limit + 1])
    return known[user.pk]


def next_step(request, record) -> str | None:
    """The nearest open task with the way to tick it off, or an invitation to plan one."""
    may = request.user.access.may
    if not is_subject(record) or not may("view", Task):
        return None
    task = next(iter(nearest(request.user, record)), None)
    if task is None and not may("create", Task):
        return None
    context = {
        "task": task,
        "record": record,
        "plan_url": composer_url("workflow:task-create", record),
        "about": task and about(task, record, request.user),
        "may_complete": task is not None and request.user.access.covers("change", task),
        "is_asked": task is not None and task.type.is_call,
    }
    return render_to_string("workflow/task/_next.html", context, request)


def about(task, record, user):
    """The relative a task is about, None where it is about the record itself."""
    own = (ContentType.objects.get_for_model(record).pk, record.pk)
    if (task.record_type_id, task.record_id) == own:
        return None
    return task.about


class Tasks(Panel):
    key, title, icon = "tasks", gettext_lazy("Tasks"), "checkbox"
    position = 15
    template = "workflow/task/_tasks.html"
    empty_text = gettext_lazy("No open task. What is the next step?")

    def may(self, user):
        return user.access.may("view", Task)

    def rows(self, request, record):
        return nearest(request.user, record)

    def all_url(self, request, record):
        return reverse("workflow:task-list") + "?" + urlencode({"about": reference(record), "state": "all"})

    def add_url(self, request, record):
        if not request.user.access.may("create", Task):
            return None
        return composer_url("workflow:task-create", record)


def open_task_count(request, record) -> list[dict]:
    if not request.user.access.may("view", Task):
        return []
    first = next(iter(nearest(request.user, record)), None)
    count, late = (first.open_count, first.late_count) if first else (0, 0)
    hint = ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else ""
    url = reverse("workflow:task-list") + "?" + urlencode({"about": reference(record)})
    return [
        {
            "label": _("Open tasks"),
            "value_html": written.number(count),
            "hint": hint,
            "url": url if count else None,
            "state": "bad" if late else "",
        }
    ]


def composer_tabs(request, record) -> list[ComposerTab]:
    if not is_subject(record) or not request.user.access.may("create", Task):
        return []
    url = composer_url("workflow:task-create", record)

    def draw():
        form = TaskComposerForm(user=request.user, initial={"about": reference(record)})
        context = {"form": form, "form_url": url, "draft_key": url, "submit_label": _("Plan it")}
        return render_to_string("ui/_composer_form.html", context, request)

    return [ComposerTab("task", _("Task"), "checkbox", url, draw, position=50)]
