"""What people are told of tasks, in words."""

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.notices import DIGEST, MAIL, NoticeKind, register_notice
from workflow.models import Task

TASKS = gettext_lazy("Tasks")
SEE_THE_TASK = gettext_lazy("See the task")


def register():
    for position, (key, label, sentence, options) in enumerate(kinds()):
        options = {"verb": SEE_THE_TASK, "still": still_involved, "url": task_url, **options}
        register_notice(NoticeKind(key, label, sentence, group=TASKS, position=10 + position, **options))


def kinds():
    return [
        (
            "task_assigned",
            gettext_lazy("A task is given to me or my department"),
            given,
            {"icon": "user-check", "hint": due},
        ),
        ("task_due_soon", gettext_lazy("A deadline comes near"), due_soon, {"icon": "clock"}),
        ("task_late", gettext_lazy("A task is late"), late, {"icon": "alert-triangle"}),
        (
            "task_changed",
            gettext_lazy("Others change a task of mine"),
            changed,
            {"icon": "edit", "hint": because, "channel": DIGEST},
        ),
        (
            "task_completed",
            gettext_lazy("Others complete a task of mine"),
            completed,
            {"icon": "circle-check", "channel": DIGEST, "still": None},
        ),
        (
            "task_cancelled",
            gettext_lazy("Others cancel a task of mine"),
            cancelled,
            {"icon": "ban", "hint": because, "channel": MAIL, "still": None},
        ),
    ]


# --- Sentences ------------------------------------------------------------------


def counted(told) -> int | None:
    return told.details.get("count")


def given(told) -> str:
    if count := counted(told):
        text = ngettext("{actor} gave you {count} task", "{actor} gave you {count} tasks", count)
    elif told.details.get("how") == "team":
        text = _("{actor} left {record} to your department")
    elif told.details.get("how") == "joined":
        text = _("{actor} made you a participant of {record}")
    else:
        text = _("{actor} gave you {record}")
    return told.say(text)


def due_soon(told) -> str:
    return told.say(_("{record} is due on {moment}"), moment=moment(told))


def late(told) -> str:
    if told.details.get("level", 0) >= 2 and told.details.get("owner"):
        return told.say(_("{record} of {owner} is late since {moment}"), moment=moment(told))
    return told.say(_("{record} is late since {moment}"), moment=moment(told))


def changed(told) -> str:
    if count := counted(told):
        return told.say(ngettext("{actor} changed {count} task", "{actor} changed {count} tasks", count))
    if told.details.get("how") == "reopened":
        return told.say(_("{actor} reopened {record}"))
    fields = told.details.get("fields", [])
    if "owner_id" in fields and told.subject and told.subject.owner:
        return told.say(_("{actor} gave {record} to {owner}"), owner=told.subject.owner)
    if fields == ["due_at"] and told.details.get("due"):
        return told.say(_("{actor} moved {record} to {moment}"), moment=moment(told))
    return told.say(_("{actor} changed {record}: {what}"), what=", ".join(name_of(one) for one in fields))


def completed(told) -> str:
    if count := counted(told):
        return told.say(ngettext("{actor} completed {count} task", "{actor} completed {count} tasks", count))
    return told.say(_("{actor} completed {record}"))


def cancelled(told) -> str:
    if count := counted(told):
        return told.say(ngettext("{actor} cancelled {count} task", "{actor} cancelled {count} tasks", count))
    return told.say(_("{actor} cancelled {record}"))


def moment(told) -> str:
    """The deadline it was about, where the reader is."""
    found = parse_datetime(told.details.get("due") or "")
    return date_format(timezone.localtime(found), "SHORT_DATETIME_FORMAT") if found else ""


def name_of(column) -> str:
    return str(Task._meta.get_field(column.removesuffix("_id") if column != "record_id" else column).verbose_name)


def due(told) -> str:
    task = told.subject
    if task is None or task.due_at is None:
        return ""
    return _("Due %(moment)s") % {"moment": date_format(timezone.localtime(task.due_at), "SHORT_DATETIME_FORMAT")}


def because(told) -> str:
    return told.details.get("reason") or ""


def task_url(told) -> str:
    """Many at once lead to the list."""
    return told.subject.get_absolute_url() if told.subject else reverse("workflow:task-list")


# --- Whom it still concerns -------------------------------------------------------


def still_involved(person, notices) -> list:
    """Who left the task hears no more; nor does anybody of a deadline that holds no longer."""
    tasks = Task.objects.alive().in_bulk({one.record_id for one in notices if one.record_id})
    return [one for one in notices if one.record_id is None or concerns(person, one, tasks.get(one.record_id))]


def concerns(person, notice, task) -> bool:
    if task is None:
        return False
    if notice.kind in ("task_due_soon", "task_late"):
        is_same = task.due_at is not None and task.due_at.isoformat() == notice.details.get("due")
        if not (task.is_open and is_same):
            return False
    if notice.details.get("level", 0) >= 2:
        return True
    is_of_team = task.owner_id is None and task.team_id == person.team_id
    return person.pk in {task.owner_id, task.created_by_id, *task.involved} or is_of_team
