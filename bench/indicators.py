"""Figures over 5,000,000 facts against hand-written SQL in the same run, and the pages and the night that rest on them.

The database (of DATABASE_URL, freshly migrated) is filled on the first run: three years of 2,650,000 opportunities
of 200 owners, each with its stage moves. BENCH_DEALS makes it smaller.
"""

import os
import statistics
import time
from datetime import date, timedelta

from django.db import connection, reset_queries
from django.test import Client
from django.utils import timezone

from crm.demo.scale import without_indexes
from crm.measures import Asking, Grain, Period, kpi_of
from crm.measures.period import midnight
from crm.models import Role, Team, User
from indicators.actions import baseline as baselines
from indicators.actions import snapshot as snapshots
from indicators.models import Goal, Indicator, Link, Plan, Snapshot, Strategy, Target
from sales.models import Opportunity, Pipeline, StageMove

DEALS = int(os.environ.get("BENCH_DEALS", "2690000"))
OWNERS, TEAMS, RUNS = 200, 10, 5
DAYS = 1095
DEALS_MADE = """
INSERT INTO sales_opportunity (name, pipeline_id, stage_id, state, amount, currency, opened_at, stage_since, closed_at,
    owner_id, team_id, created_by_id, created_at, updated_at, version, custom, tags, external_id, description, excuse,
    lost_note, lost_reason_id)
SELECT 'Negócio ' || i, %(pipeline)s, w.stage, w.kind, 1000 + h.m %% 90000, 'BRL', w.opened, w.since,
    CASE WHEN w.kind <> 'open' THEN w.since END, %(owner)s + h.m / 11 %% %(owners)s, %(team)s + h.m / 11 %% %(owners)s %% %(teams)s,
    NULL, w.opened, w.since, 1, '{}', '{}', '', '', '', '', CASE WHEN w.kind = 'lost' THEN %(reason)s END
FROM generate_series(1, %(count)s) i
CROSS JOIN LATERAL (SELECT hashint8extended(i, 1) & 2147483647 AS n, hashint8extended(i, 2) & 2147483647 AS m) h
CROSS JOIN LATERAL (SELECT now() - h.m %% (%(days)s * 86400) * interval '1 second' AS opened) o
CROSS JOIN LATERAL (SELECT o.opened,
    CASE WHEN h.n %% 10 = 0 OR o.opened + (h.n %% 90 + 1) * interval '1 day' > now() THEN 'open'
        WHEN h.n %% 10 < 6 THEN 'won' ELSE 'lost' END AS kind) k
CROSS JOIN LATERAL (SELECT k.kind, o.opened, CASE k.kind WHEN 'open' THEN %(open)s WHEN 'won' THEN %(won)s ELSE %(lost)s END AS stage,
    CASE WHEN k.kind = 'open' THEN o.opened ELSE o.opened + (h.n %% 90 + 1) * interval '1 day' END AS since) w
"""
MOVES_MADE = """
INSERT INTO sales_stagemove (opportunity_id, from_stage_id, to_stage_id, amount, currency, owner_id, team_id, moved_at, recorded_at)
SELECT id, NULL, %(open)s, amount, currency, owner_id, team_id, opened_at, opened_at FROM sales_opportunity
UNION ALL
SELECT id, %(open)s, stage_id, amount, currency, owner_id, team_id, closed_at, closed_at FROM sales_opportunity WHERE state <> 'open'
"""
# The same question by hand: ends that stood, of opportunities that are there, by the moment they were reached.
CLOSED = """
FROM sales_stagemove m JOIN sales_stage s ON s.id = m.to_stage_id
WHERE m.moved_at >= %s AND m.moved_at < %s AND s.kind IN ('won', 'lost')
    AND NOT EXISTS (SELECT FROM sales_opportunity o WHERE o.id = m.opportunity_id AND o.deleted_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM sales_stagemove later WHERE later.opportunity_id = m.opportunity_id
        AND (later.moved_at > m.moved_at OR (later.moved_at = m.moved_at AND later.id > m.id)))
"""
TOTAL = f"SELECT count(*) FILTER (WHERE s.kind = 'won'), count(*) {CLOSED}"
BY_MONTH = f"""
SELECT date_trunc('month', m.moved_at AT TIME ZONE %s), count(*) FILTER (WHERE s.kind = 'won'), count(*) {CLOSED} GROUP BY 1
"""
BY_OWNER = f"SELECT m.owner_id, count(*) FILTER (WHERE s.kind = 'won'), count(*) {CLOSED} GROUP BY 1"


def fill():
    owners = User.objects.bulk_create(
        [User(name=f"Owner {at}", email=f"owner{at}@norte.example", password="!") for at in range(OWNERS)]
    )
    teams = Team.objects.bulk_create([Team(name=f"Bench team {at}") for at in range(TEAMS)])
    pipeline = Pipeline.objects.default()
    stage = {
        kind: pipeline.stages.filter(kind=kind).order_by("position").first().pk for kind in ("open", "won", "lost")
    }
    reason = Opportunity._meta.get_field("lost_reason").related_model.objects.first().pk
    values = {
        "pipeline": pipeline.pk, "owner": owners[0].pk, "owners": OWNERS, "team": teams[0].pk, "teams": TEAMS,
        "count": DEALS, "days": DAYS, "reason": reason, **stage,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with without_indexes(Opportunity, StageMove):
            cursor.execute(DEALS_MADE, values)
            cursor.execute(MOVES_MADE, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE sales_opportunity, sales_stagemove")


def timed(function, runs=RUNS) -> float:
    """The median of some runs after one to warm up, in milliseconds."""
    function()
    found = []
    for __ in range(runs):
        begun = time.perf_counter()
        function()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def asked(statement, *values):
    def ask():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    return ask


def compare(name, ours, floor, goal):
    mine, base = timed(ours), timed(floor)
    print(f"{name:<34} {mine:9.1f} ms  floor {base:9.1f} ms  {mine / base:5.2f} x (goal {goal})")
    return mine, base


def figures():
    kpi, asking = kpi_of("sal.win_rate_decided"), Asking()
    today = timezone.now().astimezone(asking.zone).date()
    month = Grain.MONTH.period(today.replace(day=1) - timedelta(days=1))
    year = Grain.MONTH.periods(month.start - timedelta(days=335), month.end)[-12:]
    span = Period(year[0].start, year[-1].end)
    edges = month.bounds(asking.zone)
    whole = (midnight(span.start, asking.zone), midnight(span.end, asking.zone))
    assert kpi.figure(asking, month).denominator == asked(TOTAL, *edges)()[0][1]
    compare("one month", lambda: kpi.figure(asking, month), asked(TOTAL, *edges), 1.3)
    compare("twelve months", lambda: kpi.series(asking, year), asked(BY_MONTH, str(asking.zone), *whole), 1.3)
    compare("one month by 200 owners", lambda: kpi.breakdown(asking, month, "owner"), asked(BY_OWNER, *edges), 1.3)


KEYS = [
    "sal.revenue_won", "sal.win_rate_decided", "sal.cycle", "mkt.aov", "sal.opps_created", "mkt.new_customers",
]  # fmt: skip


def plan() -> Plan:
    """Sixty monthly indicators of an active plan: six metrics of the whole and of nine teams; seven are headlines."""
    found = Plan.objects.filter(name="Bench").first()
    if found:
        return found
    today = timezone.localdate()
    made = Plan.objects.create(
        name="Bench", starts_on=today - timedelta(days=365), ends_on=today + timedelta(days=365), state="active"
    )
    goal = Goal.objects.create(plan=made, statement="Bench", starts_on=made.starts_on, ends_on=made.ends_on)
    strategy = Strategy.objects.create(goal=goal, statement="Bench")
    scopes = [{}, *({"team": pk} for pk in Team.objects.order_by("pk").values_list("pk", flat=True)[:9])]
    for at, (key, scope) in enumerate((key, scope) for scope in scopes for key in KEYS):
        indicator = Indicator(plan=made, kpi_key=key, scope=scope, name=f"{key} {at}", is_headline=at < 7)
        link(indicator, strategy)
    return made


def link(indicator, strategy):
    from django.db import transaction

    with transaction.atomic():
        indicator.save()
        Link.objects.create(indicator=indicator, strategy=strategy)
    Target.objects.create(indicator=indicator, valid_from=date(2020, 1, 1), acceptable_low=1, acceptable_high=10**12)


def night():
    """A night on which a month has ended: sixty figures made, each against the statement that gives the same one."""
    made = plan()
    indicators = list(Indicator.objects.filter(plan=made).order_by("pk"))
    for one in indicators:
        baselines.freeze(one, by=None)
        snapshots.measure(one.pk)
    newest = Snapshot.objects.filter(indicator__in=indicators).latest("period_start").period_start
    took, floors = [], []
    for __ in range(3):
        forget(indicators, newest)
        begun = time.perf_counter()
        for one in indicators:
            snapshots.measure(one.pk)
        took.append(time.perf_counter() - begun)
        floors.append(sum(spent_by_hand(one, newest) for one in indicators))
    mine, base = statistics.median(took), statistics.median(floors)
    print(f"{'a night of 60 indicators':<34} {mine:9.2f} s   floor {base:9.2f} s   {mine / base:5.2f} x (goal 1.5)")
    again = timed(lambda: [snapshots.measure(one.pk) for one in indicators], 3) / 1000
    print(f"{'a night with nothing new':<34} {again:9.2f} s   ({again / base:5.2f} x)")


def forget(indicators, start):
    """As if the night had not been: measurements and what was restated are append-only otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Snapshot.objects.filter(indicator__in=indicators, period_start=start).delete()
        cursor.execute("SET session_replication_role = DEFAULT")


def spent_by_hand(indicator, start) -> float:
    """Seconds the database needs for the figure alone: the metric's own statement, sent as it is."""
    asking = Asking(scope=indicator.scope)
    kpi, period = indicator.kpi, Grain.MONTH.period(start)
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        kpi.figure(asking, period)
    begun = time.perf_counter()
    for statement, values in recorder.seen:
        asked(statement, *(values or ()))()
    return time.perf_counter() - begun


class Recorder:
    def __init__(self):
        self.seen = []

    def __call__(self, execute, statement, values, many, context):
        self.seen.append((statement, values))
        return execute(statement, values, many, context)


# What is asked, how, and how often the floor it may cost; what follows a page that stands has no goal of its own.
PAGES = (
    ("home with seven headlines", "/", {}, 8),
    ("what follows on home", "/home/rest/", {"hx-request": "true"}, None),
    ("wall with seven headlines", "/indicators/wall/", {}, 8),
    ("sixty indicators", "/indicators/overview/", {}, None),
)


def home():
    """The first page of a manager with a tenth of the rows: seven headlines over thirteen months, then the rest.

    Against an almost empty signed-in page.
    """
    plan()
    manager, __ = User.objects.get_or_create(email="bench.manager@norte.example", defaults={"name": "Manager"})
    manager.roles.set(Role.objects.filter(key="manager"))
    User.objects.filter(pk=manager.pk).update(team=Team.objects.order_by("pk").first())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(manager)
    for name, url, headers, goal in PAGES:
        mine, base = in_turns(
            lambda url=url, headers=headers: client.get(url, headers=headers), lambda: client.get("/floor/page/")
        )
        told = f" (goal {goal})" if goal else ""
        count = questions(client, url, headers)
        print(f"{name:<34} {mine:9.1f} ms  F1    {base:9.1f} ms  {mine / base:5.2f} x{told}, {count} queries")


def in_turns(ours, floor, runs=20) -> tuple[float, float]:
    """Medians in milliseconds: both meet the same neighbours on the machine."""
    spent = ([], [])
    for run in range(runs + 2):
        for function, found in zip((ours, floor), spent, strict=True):
            begun = time.perf_counter()
            function()
            if run > 1:
                found.append((time.perf_counter() - begun) * 1000)
    return tuple(map(statistics.median, spent))


def questions(client, url, headers) -> int:
    connection.force_debug_cursor = True
    reset_queries()
    assert client.get(url, headers=headers).status_code == 200
    connection.force_debug_cursor = False
    return len(connection.queries)


def run():
    if not Opportunity.objects.exists():
        begun = time.perf_counter()
        fill()
        print(f"filled in {time.perf_counter() - begun:.0f} s")
    print(f"{StageMove.objects.count():,} stage moves, {Opportunity.objects.count():,} opportunities")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    figures()
    night()
    home()
