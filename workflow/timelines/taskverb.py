"""The verbs of a task in words."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.ui.registry import registry
from crm.ui.sentence import Sentence
from workflow.recurring import says

LABEL = "workflow.task"
ENDING = ("done_at", "done_by_id", "cancelled_at", "cancelled_by_id", "cancel_reason", "outcome", "spent_minutes")
GIVING = ("owner_id", "team_id")
PERSON, TO, TASK = {"person": "crm.User"}, {"to": "crm.User"}, {"task": "workflow.Task"}


def register():
    for verb, sentence in SENTENCES.items():
        registry.add_sentence(verb, sentence, LABEL)
    issued = Sentence(_("{actor} made the calendar address “{name}”"), "calendar", name=_("calendar address made"))
    revoked = Sentence(_("{actor} revoked the calendar address “{name}”"), "x", name=_("calendar address revoked"))
    registry.add_sentence("feed_issued", issued, "crm.user")
    registry.add_sentence("feed_revoked", revoked, "crm.user")


def postponed(event):
    """Until when, and why where somebody said so."""
    moment = parse_datetime(event.words.get("to") or "")
    when = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
    return with_reason(event, event.say(_("{actor} put {record} off to {when}"), when=when))


def cancelled(event):
    return with_reason(event, event.say(_("{actor} cancelled {record}")))


def with_reason(event, said):
    reason = event.words.get("reason")
    return format_html("{}: {}", said, reason) if reason else said


def assigned(event):
    if event.words.get("to") is None:
        return event.say(_("{actor} left {record} without a person responsible"))
    return event.say(_("{actor} made {to} responsible for {record}"))


def delegated(event):
    said, note = event.say(_("{actor} delegated {record} to {to}")), event.words.get("note")
    return format_html("{} — {}", said, note) if note else said


def repeated(event):
    return event.say(_("{actor} made {record} come again: {how}"), how=says(event.entry.details["rule"]))


def left(event):
    is_own = event.entry.actor_id == event.entry.details["person"]
    return event.say(_("{actor} left {record}") if is_own else _("{actor} took {person} out of {record}"))


SENTENCES = {
    "completed": Sentence(_("{actor} completed {record}"), "circle-check", hides=ENDING, name=_("completed")),
    "reopened": Sentence(_("{actor} reopened {record}"), "arrow-back-up", hides=ENDING, name=_("reopened")),
    "cancelled": Sentence(cancelled, "ban", hides=ENDING, name=_("cancelled")),
    "postponed": Sentence(postponed, "calendar-time", hides=("due_at", "start_at"), name=_("put off")),
    "taken": Sentence(_("{actor} took {record}"), "user-check", hides=GIVING, name=_("taken")),
    "assigned": Sentence(assigned, "user", TO, hides=GIVING, name=_("assigned")),
    "delegated": Sentence(delegated, "share", TO, hides=GIVING, name=_("delegated")),
    "joined": Sentence(_("{actor} added {person} to {record}"), "user-plus", PERSON, ("person",)),
    "left": Sentence(left, "user-off", PERSON, ("person",)),
    "waits": Sentence(
        _("{actor} noted that {record} waits for {task}"), "hourglass", TASK, ("task",), name=_("made to wait")
    ),
    "waits_no_more": Sentence(
        _("{actor} noted that {record} waits for {task} no more"),
        "player-play",
        TASK,
        ("task",),
        name=_("made to wait no more"),
    ),
    "repeated": Sentence(repeated, "repeat", hides=("recurrence_id", "due_at"), name=_("made to come again")),
    "stopped_repeating": Sentence(
        _("{actor} stopped repeating {record}"), "player-stop", name=_("stopped repeating")
    ),
    "step_added": Sentence(_("{actor} added the step “{step}” to {record}"), "plus", name=_("step added")),
    "ticked": Sentence(_("{actor} ticked “{step}” of {record}"), "check", name=_("step done")),
    "unticked": Sentence(_("{actor} unticked “{step}” of {record}"), "circle", name=_("step not done")),
    "step_removed": Sentence(_("{actor} removed the step “{step}” from {record}"), "x", name=_("step removed")),
}
