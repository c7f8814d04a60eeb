"""Who last changed something: by the history, or by the administration's log where settings keep no history."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from crm.models import HistoryEntry, User


@dataclass(frozen=True)
class LastChange:
    by: User | None
    at: datetime


def last_change(record) -> LastChange | None:
    entry = HistoryEntry.objects.about(record).order_by("-occurred_at", "-pk").select_related("actor").first()
    kind = ContentType.objects.get_for_model(record)
    log = LogEntry.objects.filter(content_type=kind, object_id=str(record.pk)).select_related("user")
    log = log.order_by("-action_time").first()
    found = [LastChange(entry.actor, entry.occurred_at)] if entry else []
    found += [LastChange(log.user, log.action_time)] if log else []
    return max(found, key=lambda one: one.at, default=None)
