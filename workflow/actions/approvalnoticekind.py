"""What people are told of the deadlines of approvals, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.notices import NoticeKind
from workflow.actions.tasknoticekind import moment
from workflow.models.approval import still_due


def kinds() -> list[NoticeKind]:
    return [
        NoticeKind(
            "approval_due_soon",
            gettext_lazy("The deadline of a decision of mine comes near"),
            due_soon,
            icon="clock",
            verb=pgettext_lazy("a button", "Decide"),
            still=still_due,
        ),
        NoticeKind(
            "approval_late",
            gettext_lazy("An approval is past its deadline"),
            late,
            icon="alert-triangle",
            verb=gettext_lazy("See the approval"),
            still=still_due,
        ),
    ]


def due_soon(told) -> str:
    return told.say(_("{record} waits for your decision until {moment}"), moment=moment(told))


def late(told) -> str:
    if not told.details.get("watches"):
        return told.say(_("{record} waits for your decision; it was due on {moment}"), moment=moment(told))
    if told.details.get("owner") and (told.subject is None or told.subject.owner_id != told.person.pk):
        return told.say(_("{record}, asked by {owner}, should have been decided by {moment}"), moment=moment(told))
    return told.say(_("{record} should have been decided by {moment}"), moment=moment(told))
