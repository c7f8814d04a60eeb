"""Tasks on the timeline: planned, and done."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.models import User
from crm.timelines.name import model_of
from crm.timelines.newest import newest_about
from crm.ui import cells
from crm.ui.timeline import Entry
from workflow.models import Task

PLANNED, DONE = "task-planned", "task-done"


def planned(question) -> list[Entry]:
    return drawn(question, PLANNED, "created_at", Task.objects.visible_to(question.user))


def done(question) -> list[Entry]:
    return drawn(question, DONE, "done_at", Task.objects.visible_to(question.user).done())


def entries(question) -> list[Entry]:
    """Both ways a task shows, newest first."""
    both = [*planned(question), *done(question)]
    return sorted(both, key=lambda entry: entry.place, reverse=True)[: question.size]


def drawn(question, stream, moment, rows) -> list[Entry]:
    found = list(
        newest_about(
            rows.filter(question.older(stream, moment)), question.subjects, moment=moment, size=question.size
        )
    )
    names = question.names
    for task in found:
        names.want(model_of(task.record_type_id), task.record_id)
        for pk in (task.owner_id, task.created_by_id, task.done_by_id):
            names.want(User, pk)
    say = planned_line if stream == PLANNED else done_line
    icon = "calendar-due" if stream == PLANNED else "circle-check"
    return [
        Entry(
            getattr(task, moment),
            stream,
            task.pk,
            "task",
            icon,
            said(say(task, names), task, names, question),
            about=(model_of(task.record_type_id), task.record_id),
        )
        for task in found
    ]


def planned_line(task, names) -> str:
    words = {
        "actor": names.actor(task.created_by_id),
        "task": title(task),
        "owner": names.record(User, task.owner_id),
    }
    if task.owner_id and task.owner_id != task.created_by_id:
        line = format_html(_("{actor} planned {task} for {owner}"), **words)
    else:
        line = format_html(_("{actor} planned {task}"), **words)
    due = cells.moment(task.due_at)
    return format_html('{} <span class="n-muted">· {}</span>', line, due) if due else line


def done_line(task, names) -> str:
    return format_html(_("{actor} completed {task}"), actor=names.actor(task.done_by_id), task=title(task))


def title(task) -> str:
    return format_html('<a href="{}">{}</a>', task.get_absolute_url(), task.title)


def said(line, task, names, question) -> str:
    """A task about a relative names it."""
    model = model_of(task.record_type_id)
    if question.is_own(model, task.record_id):
        return line
    return format_html("{}: {}", names.html(model, task.record_id) or "", line)
