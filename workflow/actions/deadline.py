"""What moves the moments at which people are told of a deadline, though the task or approval stays as it is."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone

from crm.models import Organization, User
from workflow.models import Approval, Task

HOURS = {"late_again_hours", "late_head_hours", "late_further_hours"}


def look_again(entries):
    """Other reminders of a person, other hours of the organization: what they reach is looked at anew."""
    for person in changed(entries, User, {"lead_minutes"}):
        remind_anew(person)
    if changed(entries, Organization, HOURS):
        climb_anew()


def changed(entries, model, fields) -> set[int]:
    """Ids of the rows of this kind that changed in one of these fields."""
    kind = ContentType.objects.get_for_model(model).pk
    return {one.record_id for one in entries if one.record_type_id == kind and one.field in fields}


def remind_anew(person: int):
    """What this person works on, or has to decide."""
    mine = Task.objects.open().filter(due_at__isnull=False)
    mine.filter(owner=person).update(next_notice_at=timezone.now())
    mine.filter(involved__contains=[person]).update(next_notice_at=timezone.now())
    Approval.objects.asking(person).filter(due_at__isnull=False).update(next_notice_at=timezone.now())


def climb_anew():
    """What is on its way up the ladder. From its deadline on: who was told of a step is not told of it again."""
    for model in (Task, Approval):
        climbing = model.objects.overdue().filter(next_notice_at__isnull=False)
        climbing.update(next_notice_at=F("due_at"))
