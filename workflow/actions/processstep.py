"""One step of a process: it becomes a task or an approval when its turn comes, or is left out."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import User
from workflow.actions import approval as approvals
from workflow.actions import task as tasks
from workflow.models import Approval, ProcessStepRun, Task
from workflow.models.calendaruse import calendar_for
from workflow.models.process import OPEN, SKIPPED
from workflow.models.processtemplate import APPROVAL, HEAD, OWNER, PERSON, START, STARTER, TEAM


def open_or_skip(run: ProcessStepRun, by):
    """Its turn has come: a branch that does not hold leaves it out."""
    if not holds(run):
        label = run.branch_field
        end(run, SKIPPED, None, _("%(field)s is not “%(value)s”") % {"field": label, "value": run.branch_value})
        return
    run.opened_at, run.state = timezone.now(), OPEN
    if run.kind == APPROVAL:
        people = approvers(run)
        if not people:
            end(run, SKIPPED, None, _("Nobody could be asked."))
            return
        run.approval = ask(run, people)
    else:
        run.task = plan(run)
    run.save()


def holds(run) -> bool:
    """Whether the record's field has the value the branch asks for: as it is kept, or as people read it."""
    if not run.branch_field:
        return True
    about = run.process.about
    if about is None:
        return False
    about = type(about)._base_manager.get(pk=about.pk)
    value = getattr(about, run.branch_field, None)
    shown = getattr(about, f"get_{run.branch_field}_display", lambda: value)()
    wanted = {one.strip().lower() for one in run.branch_value.split("|")}
    return bool({str(one).lower() for one in (value, shown, getattr(value, "pk", value))} & wanted)


def plan(run) -> Task:
    person = one_person(run)
    team = run.team or (person.team if person else None) or run.process.team
    task = Task(
        title=run.title,
        about=run.process.about,
        owner=person,
        team=team,
        due_at=due_at(run, person, team),
    )
    if run.task_type_id:
        task.type_id = run.task_type_id
    return tasks.create(task, by=None, steps=run.checklist.splitlines())


def ask(run, people) -> Approval:
    process = run.process
    owner = process.owner
    approval = Approval(
        title=run.title,
        about=process.about,
        owner=owner,
        team=run.team or process.team or (owner and owner.team),
        rule=run.rule,
        due_at=due_at(run, people[0], run.team),
        allows_self=run.allows_self,
    )
    return approvals.create(approval, by=None, people=people)


def due_at(run, person, team):
    """In business time of who does it."""
    if run.due_minutes is None:
        return None
    begun = run.process.started_at if run.due_from == START else timezone.now()
    return calendar_for(person=person, team=team).plus(begun, timedelta(minutes=run.due_minutes))


def one_person(run) -> User | None:
    """Who is responsible; nobody yet where a department is to take it."""
    if run.assignee == TEAM:
        return None
    found = candidate(run)
    return found if found is not None and found.is_active else fallback(run)


def candidate(run):
    process, about = run.process, run.process.about
    if run.assignee == PERSON:
        return run.person
    if run.assignee == OWNER:
        return getattr(about, "owner", None) or process.owner
    if run.assignee == STARTER:
        return process.owner
    if run.assignee == HEAD:
        owner = getattr(about, "owner", None) or process.owner
        team = run.team or process.template.team or (owner and owner.team)
        return team.head if team else None
    return None


def fallback(run):
    """Where the one meant has left or is not named, the process's own person."""
    return run.process.owner if run.process.owner and run.process.owner.is_active else None


def approvers(run) -> list[User]:
    """Who is asked; never who asks, unless the step says so."""
    if run.assignee == TEAM:
        found = list(User.objects.active().filter(team=run.team))
    else:
        found = [one for one in [one_person(run)] if one is not None]
    asking = run.process.owner_id
    allowed = [one for one in found if one.pk != asking or run.allows_self]
    if not allowed and found:
        above = head_above(found[0])
        allowed = [above] if above is not None and above.pk != asking else []
    return allowed[: approvals.MOST]


def head_above(person):
    """The head of the person's team who is somebody else, up the tree."""
    team, seen = person.team, set()
    while team is not None and team.pk not in seen:
        if team.head is not None and team.head_id != person.pk and team.head.is_active:
            return team.head
        seen.add(team.pk)
        team = team.parent
    return None


def end(run, state, by, reason=""):
    run.state, run.ended_at, run.ended_by, run.reason = state, timezone.now(), by, reason[:200]
    run.save()


def take_up(run):
    """Its task was reopened; what came after it stays as it is."""
    run.state, run.ended_at, run.ended_by, run.reason = OPEN, None, None, ""
    run.save()


def call_off(run, by, reason):
    """Left out; what it had become is called off too. Marked first, so that nothing moves the process on."""
    task, approval = run.task, run.approval
    end(run, SKIPPED, by, reason)
    if task is not None and task.done_at is None:
        tasks.cancel(task, by=None, reason=reason)
    if approval is not None and approval.is_open:
        approvals.withdraw(approval, by=None)
