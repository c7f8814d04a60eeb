"""What people are told of the processes they started, and of the schedules that start them."""

from django.utils.translation import gettext_lazy as _

from crm.notices import DIGEST, NoticeKind
from workflow.models import ProcessTemplate


def kinds() -> list[NoticeKind]:
    return [
        NoticeKind(
            "process_finished",
            _("A process I started is done"),
            _("{record} is done"),
            icon="route",
            channel=DIGEST,
            verb=_("See the process"),
        ),
        NoticeKind(
            "process_cancelled",
            _("A process I started was cancelled"),
            _("{record} was cancelled: {reason}"),
            icon="circle-x",
            verb=_("See the process"),
        ),
        NoticeKind(
            "schedule_paused",
            _("A process cannot be started by schedule"),
            _("The schedule of {record} is paused: {reason}"),
            icon="alert-triangle",
            verb=_("See the template"),
            may=lambda person: person.access.may("change", ProcessTemplate),
        ),
    ]
