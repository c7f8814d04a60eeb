"""What happens to approvals and processes, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.ui.registry import registry
from crm.ui.sentence import Sentence
from workflow.models.approval import APPROVED, CANCELLED

OF_APPROVAL, OF_PROCESS = "workflow.approval", "workflow.process"
DECIDED = ("state", "decided_at")
ENDED = ("state", "ended_at", "cancel_reason")


def register():
    for verb, sentence in OF_APPROVALS.items():
        registry.add_sentence(verb, sentence, OF_APPROVAL)
    for verb, sentence in OF_PROCESSES.items():
        registry.add_sentence(verb, sentence, OF_PROCESS)
    for verb, sentence in OF_RECORDS.items():
        registry.add_sentence(verb, sentence)


def asked(event):
    return event.say(_("{actor} asked {names} for approval"), names=", ".join(event.words.get("people") or ()))


def agreed(event):
    return voted(event, _("{actor} agreed"), _("{actor} agreed in place of {person}"))


def disagreed(event):
    return voted(event, _("{actor} did not agree"), _("{actor} did not agree, in place of {person}"))


def voted(event, alone, in_place):
    return with_reason(event, event.say(in_place if event.words.get("person") else alone))


def with_reason(event, said):
    reason = event.words.get("reason")
    return format_html("{}: {}", said, reason) if reason else said


def decided(told) -> str:
    """A notice: what came of it."""
    state = told.details.get("state")
    if state == CANCELLED:
        return told.say(_("{record} was withdrawn"))
    return told.say(_("{record} is approved") if state == APPROVED else _("{record} is rejected"))


def cancelled(event):
    return with_reason(event, event.say(_("{actor} cancelled {record}")))


def skipped(event):
    return with_reason(event, event.say(_("{actor} left out “{step}”")))


OF_APPROVALS = {
    "asked": Sentence(asked, "thumb-up", name=_("asked for approval")),
    "agreed": Sentence(agreed, "thumb-up", name=_("agreed")),
    "disagreed": Sentence(disagreed, "thumb-down", name=_("did not agree")),
    "approved": Sentence(_("{record} is approved"), "circle-check", hides=DECIDED, name=_("approved")),
    "rejected": Sentence(_("{record} is rejected"), "circle-x", hides=DECIDED, name=_("rejected")),
    "cancelled": Sentence(_("{actor} withdrew {record}"), "arrow-back-up", hides=DECIDED, name=_("withdrawn")),
}
OF_PROCESSES = {
    "started": Sentence(_("{actor} started {record}"), "player-play", name=_("started")),
    "finished": Sentence(_("{record} is done"), "circle-check", hides=ENDED, name=_("finished")),
    "cancelled": Sentence(cancelled, "circle-x", hides=ENDED, name=_("cancelled")),
    "skipped_step": Sentence(skipped, "arrow-right-circle", name=_("left out a step")),
}
OF_RECORDS = {
    "process_started": Sentence(_("{actor} started the process “{process}”"), "route", name=_("process started")),
    "process_finished": Sentence(_("The process “{process}” is done"), "route", name=_("process finished")),
}
