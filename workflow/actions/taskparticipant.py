"""Who takes part in a task."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.history import action, record
from workflow.actions.taskchange import after_change
from workflow.actions.taskrow import locked, mark
from workflow.models import Task, TaskParticipant

MOST = 50


@action
def set_people(task: Task, *, by, people):
    """Make these the participants; whoever is not named leaves."""
    task, wanted = locked(task, by), {person.pk: person for person in people}
    if len(wanted) > MOST:
        raise ValidationError({"people": _("At most %(count)s people take part.") % {"count": MOST}})
    now = {one.person_id: one for one in task.participations.now().select_related("person")}
    gone = [one for pk, one in now.items() if pk not in wanted]
    come = [person for pk, person in wanted.items() if pk not in now]
    if not (gone or come):
        return
    task.participations.now().filter(pk__in=[one.pk for one in gone]).update(left_at=timezone.now())
    join(task, come)
    mark(task, by=by)
    for person in come:
        record(task, "joined", by=by, person=person.pk)
    for one in gone:
        record(task, "left", by=by, person=one.person_id)
    after_change(task, "participants", by=by, come=come, gone=[one.person for one in gone])


def join(task, people):
    """These take part too; the responsible person does anyway."""
    there = set(task.participations.now().values_list("person", flat=True)) | {task.owner_id}
    new = {person.pk: person for person in people if person.pk not in there}
    TaskParticipant.objects.bulk_create(TaskParticipant(task=task, person=person) for person in new.values())


@action
def leave(task: Task, *, by):
    """One takes no more part in it oneself."""
    mine = task.participations.now().filter(person=by)
    if mine.update(left_at=timezone.now()):
        record(task, "left", by=by, person=by.pk)
        after_change(task, "participants", by=by, come=[], gone=[by])
