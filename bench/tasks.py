"""A million tasks, a fifth of them open: my day, a department's board, the minute's sweep, 10,000 handed over at once,
an automation that 10,000 changes set off, another that waits for a date of one's own.

The database (of DATABASE_URL) is one that `manage.py demo --contacts` made; on the first run it is filled up with
tasks about its contacts, of fifty departments of ten people, four hundred open ones each. BENCH_TASKS makes it smaller.
"""

import os
import statistics
import time

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from bench.pages import Share, queries
from bench.server import Client, measured, serving, signed_in
from crm.actions import follow
from crm.demo.scale import without_indexes
from crm.models import Contact, CustomField, HistoryEntry, Notice, Role, Team, User
from workflow.actions import rule as rules
from workflow.actions import rulerun, ruletime, task, tasklateness
from workflow.models import Rule, RuleRun, Task, TaskType

DEPARTMENTS, MEMBERS = 50, 10
TASKS, HANDED_OVER, RUNS = int(os.environ.get("BENCH_TASKS", "1000000")), 10_000, 3
PERFORMED = 100
# Of five tasks one is open; of ten open ones one is late, one has no date, eight are due within sixty days.
MADE = """
INSERT INTO workflow_task (title, type_id, priority, due_at, first_due_at, done_at, done_by_id, outcome, cancel_reason,
    involved, description, owner_id, team_id, created_by_id, record_type_id, record_id, created_at, updated_at, version,
    custom, tags, external_id)
SELECT 'Tarefa ' || i, %(type)s, 1 + h.n %% 4, w.due, w.due, CASE WHEN i %% 5 > 0 THEN w.made + interval '3 days' END,
    CASE WHEN i %% 5 > 0 THEN u.id END, '', '', ARRAY[u.id], '', u.id, u.team_id, u.id, %(contact)s,
    %(first)s + h.m %% %(contacts)s, w.made, w.made, 1, '{}', '{}', ''
FROM generate_series(1, %(count)s) i
CROSS JOIN LATERAL (SELECT hashint8extended(i, 1) & 2147483647 AS n, hashint8extended(i, 2) & 2147483647 AS m) h
JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS place FROM crm_user WHERE team_id IS NOT NULL) u
    ON u.place = h.n / 7 %% (SELECT count(*) FROM crm_user WHERE team_id IS NOT NULL)
CROSS JOIN LATERAL (SELECT
    CASE WHEN i %% 5 > 0 THEN now() - (5 + h.n %% 700) * interval '1 day' ELSE now() - h.n %% 40 * interval '1 day' END AS made,
    CASE i / 5 %% 10 WHEN 0 THEN now() - (1 + h.m %% 20) * interval '1 day' WHEN 1 THEN NULL
        ELSE now() + (1 + h.m %% 1440) * interval '1 hour' END AS due) w
"""
# A date within three years for one task in a hundred, none of it today or yesterday.
DATED = """
UPDATE workflow_task SET custom = jsonb_build_object('bench_day', current_date + 2 + (id % 1000)::int)
WHERE id % 100 = 0 AND custom = '{}'
"""
OPEN = "done_at IS NULL AND cancelled_at IS NULL AND deleted_at IS NULL"
# The same by hand: rows, version and moment, with the history's trigger as it is for everybody.
BY_HAND = """
UPDATE workflow_task SET owner_id = %s, team_id = %s, version = version + 1, updated_at = now()
WHERE id = ANY(%s)
"""


def people():
    """Fifty departments of ten sellers: those of the demonstration and as many more as it takes."""
    teams = list(Team.objects.order_by("pk"))
    teams += Team.objects.bulk_create([Team(name=f"Bench department {at}") for at in range(DEPARTMENTS - len(teams))])
    seller = Role.objects.get(key="seller")
    for team in teams:
        known = User.objects.filter(team=team).count()
        names = [f"Bench {team.pk}.{at}" for at in range(MEMBERS - known)]
        made = [User(name=one, email=f"{slugify(one)}@norte.example", team=team, password="!") for one in names]
        seller.users.add(*User.objects.bulk_create(made))


def fill():
    people()
    values = {
        "type": TaskType.objects.of("todo").pk, "contact": ContentType.objects.get_for_model(Contact).pk,
        "first": Contact.objects.earliest("pk").pk, "contacts": Contact.objects.count(),
        "count": max(TASKS - Task.objects.count(), 0),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with without_indexes(Task):
            cursor.execute(MADE, values)
        # As it stands after the sweep of a minute ago: nothing is due before tomorrow.
        cursor.execute(f"""UPDATE workflow_task SET next_notice_at = greatest(due_at, now() + interval '1 day')
            WHERE due_at IS NOT NULL AND {OPEN}""")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE workflow_task")


def somebody(role, **values) -> User:
    """One more person, of this role."""
    values |= {"name": f"Bench {role}", "password": "!"}
    user, __ = User.objects.get_or_create(email=f"bench.{role}@norte.example", defaults=values)
    user.roles.set(Role.objects.filter(key=role))
    return user


class DatabaseTime:
    """Milliseconds spent in statements, and how many."""

    def __init__(self):
        self.spent, self.count = 0.0, 0

    def __call__(self, execute, *asked):
        begun = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            self.spent += (time.perf_counter() - begun) * 1000
            self.count += 1


def pages():
    """My day of somebody with four hundred open tasks, and the board of a department with four thousand."""
    seller = User.objects.filter(team__isnull=False, roles__key="seller").order_by("pk").first()
    manager = somebody("manager", team=seller.team)
    cases = [
        ("my day", seller, "/tasks/day/"),
        ("board of a department", manager, "/tasks/board/"),
        ("board, by time", manager, "/tasks/board/?by=time"),
        ("late tasks, list", manager, "/tasks/?due=late"),
        ("tasks, list", seller, "/tasks/"),
    ]
    goal = Share("list", 3)
    with serving():
        for name, user, url in cases:
            client = Client(signed_in(user))
            spent, took = measured(client, [url], beside="/floor/list/"), queries(user, url)
            told, holds = goal.told(spent, took)
            print(
                f"{name:<32} p50 {spent.p50:6.1f} p95 {spent.p95:6.1f} ms, floor {spent.floor:5.1f}"
                f" {told:<40} {'ok' if holds else 'OVER':<4} {took:3} queries",
                flush=True,
            )


def sweep():
    """A minute in which nothing is due: reminders and lateness, moments of automations, what others did."""
    for name, work in (
        ("sweep of due notices", tasklateness.sweep),
        ("sweep of automations", ruletime.sweep),
        ("followers of the history", follow.consume_all),
    ):
        work()
        watched(name, work)


def watched(name, work):
    found = []
    for __ in range(20):
        watch = DatabaseTime()
        with connection.execute_wrapper(watch):
            done = work()
        found.append(watch.spent)
    print(
        f"{name:<32} {statistics.median(found):6.1f} ms of the database, {watch.count} queries (goal 20), {done} due"
    )


def hand_over():
    """10,000 open tasks get another person: by the product, and by an UPDATE by hand, taken back each time."""
    manager = somebody("administrator")
    heir = User.objects.filter(team__isnull=False).order_by("pk").last()
    chosen = list(Task.objects.open().order_by("pk").values_list("pk", flat=True)[:HANDED_OVER])
    took, floors = [], []
    for __ in range(RUNS):
        took.append(taken_back(lambda: task.assign_many(chosen_rows(manager, chosen), by=manager, owner=heir)))
        floors.append(taken_back(lambda: by_hand(heir, chosen)))
    mine, base = statistics.median(took), statistics.median(floors)
    print(
        f"{f'hand over {len(chosen):,} tasks':<32} {mine:8.0f} ms  UPDATE by hand {base:8.0f} ms  {mine / base:5.2f} x"
    )
    told(manager, heir, chosen)


def chosen_rows(manager, chosen):
    return Task.objects.visible_to(manager, "change").filter(pk__in=chosen)


def by_hand(heir, chosen):
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        cursor.execute(BY_HAND, [heir.pk, heir.team_id, chosen])


def taken_back(work) -> float:
    """Milliseconds of something that is undone after."""
    begun = time.perf_counter()
    with transaction.atomic():
        work()
        spent = (time.perf_counter() - begun) * 1000
        transaction.set_rollback(True)
    return spent


def told(manager, heir, chosen):
    """What the followers make of it: the storm ends as one line for each person. The tasks go back after."""
    before, begun = Notice.objects.count(), timezone.now()
    owners = dict(Task.objects.filter(pk__in=chosen).values_list("pk", "owner_id"))
    task.assign_many(chosen_rows(manager, chosen), by=manager, owner=heir)
    written = HistoryEntry.objects.filter(occurred_at__gte=begun).count()
    started = time.perf_counter()
    follow.consume_all()
    spent = time.perf_counter() - started
    notices = Notice.objects.count() - before
    print(f"{'telling of it':<32} {spent:8.1f} s   {written:,} entries read, {notices} notices")
    started = time.perf_counter()
    looked_at = tasklateness.sweep()
    print(f"{'their reminders anew':<32} {time.perf_counter() - started:8.1f} s   {looked_at:,} tasks looked at")
    give_back(owners)


def automations():
    """An automation that meets a bulk change of 10,000, and the first hundred of what it does."""
    administrator = somebody("administrator")
    rule = kept_rule(administrator, "Bench: priority", trigger="field", field="priority", new="4")
    chosen = list(
        Task.objects.open().filter(priority__lt=4).order_by("pk").values_list("pk", flat=True)[:HANDED_OVER]
    )
    old = dict(Task.objects.filter(pk__in=chosen).values_list("pk", "priority"))
    follow.consume_all()
    RuleRun.objects.filter(rule=rule).delete()
    Task.objects.filter(pk__in=chosen).update(priority=4, version=F("version") + 1)
    begun = time.perf_counter()
    follow.consume("automations")
    spent = time.perf_counter() - begun
    print(f"{'an automation over a bulk change':<32} {spent:8.1f} s   {rule.runs.count():,} runs written")
    begun = time.perf_counter()
    for __ in range(PERFORMED):
        rulerun.run_next()
    print(f"{'what it does':<32} {(time.perf_counter() - begun) * 1000 / PERFORMED:8.1f} ms  each of {PERFORMED}")
    rules.switch_off(rule, by=administrator)
    RuleRun.objects.filter(rule=rule).delete()
    rows = [Task(pk=pk, priority=priority) for pk, priority in old.items()]
    Task.objects.bulk_update(rows, ["priority"], batch_size=2000)
    follow.consume_all()


def kept_rule(owner, name, **values) -> Rule:
    """One automation about tasks that is switched on, made on the first run."""
    steps = [{"kind": "set", "field": "description", "value": "Bench"}]
    found = Rule.objects.filter(name=name).first()
    if found is None:
        kind = ContentType.objects.get_for_model(Task)
        found = rules.create(Rule(name=name, record_type=kind, steps=steps, **values), by=owner)
    return found if found.is_on else rules.switch_on(found, by=owner)


def own_date():
    """The minute in which nobody's own date has come, kept by one task in a hundred of a million."""
    kind = ContentType.objects.get_for_model(Task)
    values = {"label": "Bench day", "kind": "date"}
    CustomField.objects.get_or_create(record_type=kind, key="bench_day", defaults=values)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(DATED)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE workflow_task")
    administrator = somebody("administrator")
    when = {"trigger": "time", "field": "custom.bench_day", "amount": 0, "unit": "days"}
    rule = kept_rule(administrator, "Bench: own date", **when)
    ruletime.sweep()
    watched("sweep of an own date", ruletime.sweep)
    rules.switch_off(rule, by=administrator)


def give_back(owners):
    rows = Task.objects.in_bulk(owners)
    people = User.objects.in_bulk(set(owners.values()))
    for pk, row in rows.items():
        row.owner, row.team = people[owners[pk]], people[owners[pk]].team
    Task.objects.bulk_update(rows.values(), ["owner", "team"], batch_size=2000)
    follow.consume_all()
    tasklateness.sweep()


def run():
    if Task.objects.count() < TASKS:
        begun = time.perf_counter()
        fill()
        print(f"filled in {time.perf_counter() - begun:.0f} s")
    with connection.cursor() as cursor:
        # What an earlier run handed over and back left dead rows behind.
        cursor.execute("VACUUM ANALYZE workflow_task")
    cache.clear()
    print(f"{Task.objects.count():,} tasks, {Task.objects.open().count():,} open")
    pages()
    sweep()
    hand_over()
    automations()
    own_date()
