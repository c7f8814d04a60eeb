"""Every number on a screen by two roads: the page, and SQL that knows none of our code, over rows at random."""

import random
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from crm.models import Activity, Company, Contact, Grant, Role, SavedView, Team
from crm.models.role import Scope
from crm.tests.factories import UserFactory
from sales.models import LostReason, Opportunity, Pipeline
from sales.tests.factories import PipelineFactory, StageFactory
from sales.ui.cells import sums
from workflow.models import Task

REACHED = (Company, Contact, Opportunity, Task, Activity)
TREE = """
    WITH RECURSIVE mine AS (
        SELECT team_id AS id FROM crm_user WHERE id = {user}
        UNION SELECT team_id FROM crm_user_other_teams WHERE user_id = {user}
    ), below AS (SELECT id FROM mine UNION SELECT t.id FROM crm_team t JOIN below b ON t.parent_id = b.id)
    SELECT id FROM {teams} WHERE id IS NOT NULL"""
LIVING = "r.deleted_at IS NULL"
NO_TASK = """r.state = 'open' AND r.excuse = '' AND NOT EXISTS (
    SELECT FROM workflow_task t JOIN django_content_type k ON k.id = t.record_type_id
    WHERE k.app_label = 'sales' AND k.model = 'opportunity' AND t.record_id = r.id
    AND t.done_at IS NULL AND t.cancelled_at IS NULL AND t.deleted_at IS NULL)"""
TODAY = "(now() AT TIME ZONE 'America/Sao_Paulo')::date"
STALE = """r.state = 'open' AND EXISTS (SELECT FROM sales_stage s WHERE s.id = r.stage_id
    AND r.stage_since < now() - make_interval(days => s.days_until_stale))"""


def reach(user, scope) -> str:
    """What a scope lets one see, as SQL over a row `r`."""
    own = f"r.owner_id = {user.pk}"
    return {
        Scope.ALL: "true",
        Scope.OWN: own,
        Scope.TEAM: f"({own} OR r.team_id IN ({TREE.format(user=user.pk, teams='mine')}))",
        Scope.TREE: f"({own} OR r.team_id IN ({TREE.format(user=user.pk, teams='below')}))",
    }[scope]


def subject(user, scope) -> str:
    """An activity is seen with what it is about."""
    kinds = [("crm", "company"), ("crm", "contact"), ("sales", "opportunity")]
    parts = [
        f"(k.app_label = '{app}' AND k.model = '{model}' AND EXISTS (SELECT FROM {app}_{model} r"
        f" WHERE r.id = a.record_id AND r.deleted_at IS NULL AND {reach(user, scope)}))"
        for app, model in kinds
    ]
    return f"""EXISTS (
        SELECT FROM crm_activity a JOIN django_content_type k ON k.id = a.record_type_id
        WHERE a.id = r.id AND ({" OR ".join(parts)}))"""


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def count(table, *conditions) -> str:
    ((found,),) = asked(f"SELECT count(*) FROM {table} r WHERE {' AND '.join((LIVING, *conditions))}")
    return f"{found:,}"


class World:
    """A few teams, people of every scope, and records scattered among them."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.people()
        self.customers()
        self.sales()
        self.around()

    def people(self):
        top, other = Team.objects.create(name="Top"), Team.objects.create(name="Other")
        below = Team.objects.create(name="Below", parent=top)
        self.teams = [top, other, below, Team.objects.create(name="Lowest", parent=below), None]
        self.scopes = {}
        for scope in (Scope.OWN, Scope.TEAM, Scope.TREE, Scope.ALL):
            role = Role.objects.create(key=f"to-{scope.name.lower()}", name=scope.name)
            for model in (*REACHED, SavedView):
                kind = ContentType.objects.get_for_model(model)
                Grant.objects.create(role=role, record_type=kind, action="view", scope=scope)
            for team in (top, below):
                user = UserFactory(team=team)
                user.roles.add(role)
                user.other_teams.set([team for team in self.teams if team and self.chance.random() < 0.2])
                self.scopes[user] = scope
        self.users = [*self.scopes, UserFactory(team=other), None]

    def owned(self, **fields):
        gone = timezone.now() if self.chance.random() < 0.1 else None
        return {"owner": self.pick(self.users), "team": self.pick(self.teams), "deleted_at": gone} | fields

    def pick(self, choices):
        return self.chance.choice(choices)

    def customers(self):
        self.companies = Company.objects.bulk_create(Company(name=f"C{n}", **self.owned()) for n in range(60))
        self.contacts = Contact.objects.bulk_create(Contact(name=f"P{n}", **self.owned()) for n in range(60))

    def sales(self):
        second = PipelineFactory()
        for kind, chance in (("open", 30), ("won", 100), ("lost", 0)):
            StageFactory(
                pipeline=second, kind=kind, probability=chance, days_until_stale=5 if kind == "open" else None
            )
        stages = [stage for pipeline in Pipeline.objects.all() for stage in pipeline.stages.all()]
        self.deals = Opportunity.objects.bulk_create(self.deal(n, self.pick(stages)) for n in range(240))

    def deal(self, number, stage):
        moment = timezone.now() - timedelta(days=self.chance.randrange(40))
        amount = self.pick([None, 0, Decimal(self.chance.randrange(10**7)) / 100])
        return Opportunity(
            name=f"D{number}",
            stage=stage,
            pipeline=stage.pipeline,
            amount=amount,
            currency=self.pick(["BRL", "BRL", "USD"]),
            probability=self.pick([None, None, self.chance.randrange(101)]),
            closes_on=self.pick([None, (moment + timedelta(days=20)).date()]),
            opened_at=moment,
            stage_since=moment,
            excuse=self.pick(["", "", "waits for the budget"]),
            lost_reason=LostReason.objects.first() if stage.kind == "lost" else None,
            **self.owned(),
        )

    def around(self):
        """Tasks and activities about anything, also about what lies in the trash."""
        subjects = [*self.companies, *self.contacts, *self.deals]
        writers = [user for user in self.users if user]
        Task.objects.bulk_create(self.task(n, self.pick(subjects if n % 2 else self.deals)) for n in range(200))
        Activity.objects.bulk_create(self.activity(n, self.pick(subjects), self.pick(writers)) for n in range(150))

    def task(self, number, about):
        due = self.pick([None, timezone.now() + timedelta(hours=self.chance.randrange(-300, 300))])
        done = self.pick([None, None, timezone.now()])
        return Task(title=f"T{number}", about=about, due_at=due, done_at=done, **self.owned())

    def activity(self, number, about, owner):
        gone = timezone.now() if self.chance.random() < 0.1 else None
        return Activity(body=f"A{number}", about=about, owner=owner, deleted_at=gone)


@pytest.fixture(params=[1, 2])
def world(request, db):
    # A count that took long is kept for a while, also from another world of the same statement.
    cache.clear()
    return World(request.param)


def total(client, name, **query) -> str:
    pager = client.get(reverse(name), query).context["pager"]
    return pager.total_text if pager else "0"


def by_currency(user, scope, pipeline):
    """stage -> (count, sums, weighted sums), as the database alone would say."""
    found = {}
    for stage, currency, number, amount, weighted in asked(f"""
        SELECT r.stage_id, r.currency, count(*), coalesce(sum(r.amount), 0),
            coalesce(sum(r.amount * coalesce(r.probability, s.probability)), 0) / 100
        FROM sales_opportunity r JOIN sales_stage s ON s.id = r.stage_id
        WHERE {LIVING} AND {reach(user, scope)} AND s.pipeline_id = {pipeline.pk} GROUP BY 1, 2"""):
        counted, summed, weighed = found.setdefault(stage, [0, {}, {}])
        found[stage][0] = counted + number
        summed[currency], weighed[currency] = amount, weighted
    return found


def test_each_column_of_each_board_tells_what_the_rows_say(world, client_of):
    for user, scope in world.scopes.items():
        for pipeline in Pipeline.objects.all():
            wanted = by_currency(user, scope, pipeline)
            page = client_of(user).get(reverse("sales:opportunity-board"), {"pipeline": pipeline.pk})
            shown = {one.pk: one for one in page.context["columns"]}

            assert {pk: one.count_text for pk, one in shown.items() if one.count_text != "0"} == {
                pk: f"{number:,}" for pk, (number, __, __) in wanted.items()
            }
            for pk, (__, amounts, weighted) in wanted.items():
                assert shown[pk].sum_text == sums(amounts, "BRL")
                if shown[pk].kind == "open":
                    assert shown[pk].weighted_text == sums(weighted, "BRL")


def test_each_list_counts_what_the_rows_say(world, client_of):
    for user, scope in world.scopes.items():
        client, mine = client_of(user), reach(user, scope)

        assert total(client, "crm:company-list") == count("crm_company", mine)
        assert total(client, "crm:contact-list") == count("crm_contact", mine)
        assert total(client, "crm:activity-list") == count("crm_activity", subject(user, scope))
        assert total(client, "sales:opportunity-list") == count("sales_opportunity", mine)
        assert total(client, "workflow:task-list") == count("workflow_task", mine, "r.done_at IS NULL")
        assert total(client, "workflow:task-list", state="done") == count(
            "workflow_task", mine, "done_at IS NOT NULL"
        )


def test_the_sums_under_a_list_are_those_of_its_rows(world, client_of):
    for user, scope in world.scopes.items():
        rows = asked(f"""
            SELECT r.currency, count(*), coalesce(sum(r.amount), 0), coalesce(sum(
                CASE WHEN r.state = 'open' THEN r.amount * coalesce(r.probability, s.probability) END), 0) / 100
            FROM sales_opportunity r JOIN sales_stage s ON s.id = r.stage_id
            WHERE {LIVING} AND {reach(user, scope)} GROUP BY 1""")
        page = client_of(user).get(reverse("sales:opportunity-sums"))

        assert page.context["count"] == f"{sum(row[1] for row in rows):,}"
        assert page.context["sum"] == sums({row[0]: row[2] for row in rows}, "BRL")
        assert page.context["weighted"] == sums({row[0]: row[3] for row in rows}, "BRL")


def counters(client, on) -> dict:
    """The text of each counter, by the label of its tab or pinned view."""
    app, model = on.split(".")
    tabs = client.get(reverse(f"{app}:{model}-list")).context["views"]
    html = client.get(reverse("crm:savedview-counts"), {"on": f"{on}:list"}).content.decode()
    texts = dict(re.findall(r'id="([^"]+)"[^>]*>([^<]*)<', html))
    menu = {name: text for name, text in texts.items() if name.startswith("menu-")}
    return {str(tab.name): texts[tab.count_id] for tab in tabs if tab.count_id} | menu


def test_each_tab_and_each_pinned_view_counts_what_the_rows_say(world, client_of):
    for user, scope in world.scopes.items():
        mine, own, deals = reach(user, scope), f"r.owner_id = {user.pk}", "sales_opportunity"
        kind = ContentType.objects.get_for_model(Opportunity)
        query = "state=open&amount_min=20000"
        view = SavedView.objects.create(owner=user, record_type=kind, name="Large", query=query)
        view.pinned_by.add(user)
        large = count(deals, mine, "r.state = 'open'", "r.amount >= 20000")

        assert counters(client_of(user), "sales.opportunity") == {
            "Open": count(deals, mine, "r.state = 'open'"),
            "Mine": count(deals, mine, own, "r.state = 'open'"),
            "Overdue": count(deals, mine, "r.state = 'open'", f"r.closes_on < {TODAY}"),
            "No next task": count(deals, mine, NO_TASK),
            "Stale": count(deals, mine, STALE),
            "Won": count(deals, mine, "r.state = 'won'"),
            "Large": large,
            f"menu-count-{view.pk}": large,
        }


def block(page, name) -> str:
    return page[page.index(f'id="{name}"') :].partition("</section>")[0]


def test_home_tells_of_tasks_and_of_the_month_what_the_rows_say(world, client_of):
    first = f"date_trunc('month', {TODAY}::timestamp)"
    for user, scope in world.scopes.items():
        pressing = asked(f"""
            SELECT r.title FROM workflow_task r
            WHERE {LIVING} AND r.owner_id = {user.pk} AND r.done_at IS NULL
            AND (r.due_at AT TIME ZONE 'America/Sao_Paulo')::date <= {TODAY} ORDER BY r.due_at, r.id LIMIT 8""")
        own = f"r.owner_id = {user.pk}"
        has_own = count("sales_opportunity", own, "r.state = 'open'") != "0"
        mine = own if has_own else reach(user, scope)
        this_month = {
            "open": f"date_trunc('month', r.closes_on::timestamp) = {first}",
            "won": f"r.closed_at AT TIME ZONE 'America/Sao_Paulo' >= {first}",
        }
        wanted = []
        for state, when in this_month.items():
            rows = asked(f"""
                SELECT r.currency, coalesce(sum(r.amount), 0), count(*) FROM sales_opportunity r
                WHERE {LIVING} AND {mine} AND r.state = '{state}' AND {when} GROUP BY 1""")
            wanted.append((sums({row[0]: row[1] for row in rows}, "BRL"), str(sum(row[2] for row in rows))))

        page = client_of(user).get(reverse("home")).content.decode()

        told = re.findall(r">(T\d+)<", block(page, "home-tasks"))
        assert told[: len(pressing)] == [title for (title,) in pressing]
        figure = r'"n-figure__value"><a[^>]*>([^<]*)</a><span class="n-figure__hint">(\d+)'
        assert re.findall(figure, block(page, "home-closing")) == wanted
