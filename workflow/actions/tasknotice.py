"""What others do with a task is told to whom it concerns: read from the history, so that no path goes around it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType

from crm.actions.notice import News, notify_many
from crm.models import Notice, Team, User
from workflow.actions.deadline import look_again
from workflow.actions.task import TOLD
from workflow.models import Task, TaskParticipant

# More than so many of one kind, by one act for one person, are told in one line.
MOST_SINGLY = 5
# What is told of as a change; the rest follows from these, or is told by its verb.
TELLING = ("title", "description", "due_at", "start_at", "priority", "team_id", "type_id", "record_id")
ENDS = {"completed": "task_completed", "cancelled": "task_cancelled"}


@dataclass
class Act:
    """What one person did to one task in one transaction."""

    task_id: int
    transaction: int
    actor: int | None
    cause: str
    verbs: set = field(default_factory=set)
    fields: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    joined: set = field(default_factory=set)
    # Read together, "made for Ana" and "given to Rui" are one piece of news for Rui, and it is the second.
    is_last_to_give: bool = False


@dataclass(frozen=True)
class Telling:
    """One line for some people about one task."""

    kind: str
    act: Act
    people: frozenset
    details: dict = field(default_factory=dict)


def tell(entries):
    """The follower of the history."""
    look_again(entries)
    acts = acts_in(entries)
    if not acts:
        return
    tasks = Task.objects.alive().select_related("team").in_bulk({act.task_id for act in acts})
    teams = team_members({one.team_id for one in tasks.values() if one.owner_id is None})
    for act in {act.task_id: act for act in acts if gives(act, tasks.get(act.task_id))}.values():
        act.is_last_to_give = True
    told = [one for act in acts if act.task_id in tasks for one in told_of(act, tasks[act.task_id], teams)]
    for kind in dict.fromkeys(one.kind for one in told):
        send(kind, [one for one in told if one.kind == kind], tasks)


# --- What was done ------------------------------------------------------------


def acts_in(entries) -> list[Act]:
    acts = {}
    joined = participations(entries)
    task_kind = ContentType.objects.get_for_model(Task).pk
    for entry in entries:
        task_id = entry.record_id if entry.record_type_id == task_kind else None
        task_id = joined[entry.pk].task_id if entry.pk in joined else task_id
        if task_id is None:
            continue
        key = (entry.transaction, task_id, entry.actor_id)
        act = acts.setdefault(key, Act(task_id, entry.transaction, entry.actor_id, entry.cause))
        if entry.pk in joined:
            act.joined.add(joined[entry.pk].person_id)
        elif entry.field:
            act.fields[entry.field] = entry.new
        else:
            act.verbs.add(entry.verb)
            act.details |= entry.details
    told = {(act.transaction, act.task_id) for act in acts.values() if TOLD in act.verbs}
    return [act for act in acts.values() if (act.transaction, act.task_id) not in told]


def participations(entries) -> dict[int, TaskParticipant]:
    """Entry to the participation it began."""
    kind = ContentType.objects.get_for_model(TaskParticipant).pk
    begun = {one.pk: one.record_id for one in entries if one.record_type_id == kind and one.verb == "created"}
    rows = TaskParticipant.objects.now().in_bulk(set(begun.values()))
    return {pk: rows[record_id] for pk, record_id in begun.items() if record_id in rows}


def team_members(ids) -> dict[int, set[int]]:
    """Who hears of what nobody is responsible for: the department, its head among them."""
    found = defaultdict(set)
    ids = {pk for pk in ids if pk}
    if ids:
        for team, person in User.objects.active().filter(team__in=ids).values_list("team", "pk"):
            found[team].add(person)
        for team, head in Team.objects.filter(pk__in=ids, head__isnull=False).values_list("pk", "head"):
            found[team].add(head)
    return found


# --- Whom it concerns -----------------------------------------------------------


def told_of(act, task, teams) -> list[Telling]:
    """Whoever hears of one thing does not hear the same again as a mere change."""
    told, known = [], {act.actor}
    for telling in (given(act, task, teams), taken_in(act), ended(act, task), changed(act, task)):
        if telling is None:
            continue
        people = frozenset(telling.people - known - {None})
        if people:
            told.append(Telling(telling.kind, act, people, telling.details))
            known |= people
    return told


def gives(act, task) -> bool:
    """A new person responsible, or where there is none, another department."""
    if task is None or not task.is_open:
        return False
    is_new = "created" in act.verbs or "owner_id" in act.fields
    return is_new or (task.owner_id is None and "team_id" in act.fields)


def given(act, task, teams) -> Telling | None:
    """To its new responsible, or to the department that has to find one."""
    if not act.is_last_to_give:
        return None
    if task.owner_id is None:
        return Telling("task_assigned", act, frozenset(teams.get(task.team_id, ())), {"how": "team"})
    return Telling("task_assigned", act, frozenset({task.owner_id}))


def taken_in(act) -> Telling | None:
    return Telling("task_assigned", act, frozenset(act.joined), {"how": "joined"}) if act.joined else None


def ended(act, task) -> Telling | None:
    verb = next((verb for verb in ENDS if verb in act.verbs), None)
    if verb is None or task.is_open:
        return None
    details = {"reason": act.details["reason"]} if act.details.get("reason") else {}
    return Telling(ENDS[verb], act, concerned(task), details)


def changed(act, task) -> Telling | None:
    if "created" in act.verbs or not task.is_open:
        return None
    fields = [name for name in TELLING if name in act.fields]
    if "owner_id" in act.fields:
        fields = ["owner_id", *(name for name in fields if name != "team_id")]
    if "reopened" in act.verbs:
        return Telling("task_changed", act, concerned(task), {"how": "reopened"})
    if not fields:
        return None
    details = {"fields": fields}
    if "due_at" in fields:
        details |= {"due": act.fields["due_at"], "reason": act.details.get("reason", "")}
    return Telling("task_changed", act, concerned(task), details)


def concerned(task) -> frozenset:
    """Who answers for it, who planned it, who takes part."""
    return frozenset({task.owner_id, task.created_by_id, *task.involved} - {None})


# --- How it is told -------------------------------------------------------------


def send(kind, tellings, tasks):
    """Singly, or where one act concerns a person many times over, in one line that counts."""
    singly, many = defaultdict(list), defaultdict(list)
    for (act, person), own in by_act_and_person(tellings).items():
        if act.cause.startswith("import") or len(own) > MOST_SINGLY:
            many[act.actor].append((act, person, len(own), own[0].details.get("how")))
        else:
            for telling in own:
                key = f"{kind} {telling.act.transaction} {telling.act.task_id}"
                news = News(tasks[telling.act.task_id], [person], key, telling.details)
                singly[telling.act.actor].append(news)
    for actor, news in singly.items():
        notify_many(kind, news, by=actor)
    for actor, own in many.items():
        count_up(kind, own, actor)


def by_act_and_person(tellings) -> dict:
    """What belongs together: all that one transaction, or one import, means for one person."""
    acts, found = {}, defaultdict(list)
    for telling in tellings:
        act = telling.act
        name = act.cause if act.cause.startswith("import") else act.transaction
        acts.setdefault(name, act)
        for person in telling.people:
            found[name, person].append(telling)
    return {(Together(acts[name], name), person): own for (name, person), own in found.items()}


class Together:
    """An act under the name of what it is part of."""

    def __init__(self, act, name):
        self.actor, self.cause, self.name = act.actor, act.cause, name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        return self.name == other.name


def count_up(kind, own, actor):
    """One line for each person; a further batch of the same act adds to its number."""
    for together, person, count, how in own:
        key = f"{kind}s {together.name}"
        told = Notice.objects.filter(person=person, key=key)
        before = told.values_list("details", flat=True).select_for_update().first()
        if before is None:
            notify_many(kind, [News(None, [person], key, {"count": count, "how": how})], by=actor)
        else:
            told.update(details=before | {"count": before["count"] + count})
