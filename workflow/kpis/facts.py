"""The facts behind the figures of work, and what tells them apart."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from crm.kpis.facts import OWNED
from crm.measures import Dimension
from crm.measures.then import told
from crm.models import HistoryEntry
from workflow.models import Task, TaskType

DIMENSIONS = OWNED | {"type": Dimension(_("type"), "type", TaskType)}


CHANGING = ("done_at", "cancelled_at", "due_at", "owner", "team", "type", "worked_seconds")


def tasks(asking):
    """With what changes about them as known then, where that is asked."""
    if not asking.as_of:
        return asking.visible(Task)
    found = told(asking.visible(Task).filter(created_at__lte=asking.as_of), asking.as_of, CHANGING)
    due = HistoryEntry.objects.filter(
        record_type=ContentType.objects.get_for_model(Task),
        record_id=OuterRef("pk"),
        field="due_at",
        recorded_at__lte=asking.as_of,
    )
    # The first deadline never changes, but it may have been set since.
    is_set = Q(due_at_known__isnull=False) | Exists(due)
    first = Case(When(is_set, then=F("first_due_at")), output_field=DateTimeField())
    return found.annotate(first_due_at_known=first)
