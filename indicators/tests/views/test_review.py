"""The review pack: what was known on a day, on the page, on paper and in files."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Grant, Role
from crm.models.role import Scope
from crm.tests.factories import UserFactory
from indicators.models import CorrectiveAction, Goal, Indicator, Plan, Restatement, Snapshot, Strategy
from indicators.tests.factories import CorrectiveActionFactory
from indicators.tests.planned import counted, measured, whole
from indicators.views.review import MOST_ROWS, shortened

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def plan():
    """Written down on the first of January."""
    plan = whole()
    for model in (Plan, Goal, Strategy, Indicator):
        model.objects.update(created_at=BEGUN)
    return plan


@pytest.fixture
def indicator(plan):
    return plan.goals.get().benefit_indicator


def look(client, plan, on="", page="review", **query):
    return client.get(reverse(f"indicators:plan-{page}", args=[plan.pk]), {"on": on, **query})


def only_row(answer):
    return answer.context["goals"][0][2][0][1][0]


def restate(indicator, number, value, at):
    """The month's figure is another since that moment."""
    old = indicator.snapshots.get(period_start__month=number)
    Snapshot.objects.filter(pk=old.pk).update(is_current=False)
    new = measured(indicator, number, value, 25, revision=2, restates=old, made_at=at, final_from=old.final_from)
    moved = {"numerator": {"added": [7, 8], "removed": [], "changed": []}}
    return Restatement.objects.create(old=old, new=new, cause="records", moved=moved, made_at=at)


def test_figures_and_money_are_those_known_on_that_day(client_of, dora, plan):
    answer = look(client_of(dora), plan, "2026-02-20")
    row = only_row(answer)

    assert (row.figure, row.period, row.status, row.baseline) == ("32%", "Jan 2026", "Acceptable", "30%")
    assert answer.context["review"].books.whole.realised == 1600


def test_a_figure_put_right_later_is_as_it_was_and_told_below(client_of, dora, plan, indicator):
    restate(indicator, 3, 50, datetime(2026, 5, 2, tzinfo=UTC))
    then, since = (look(client_of(dora), plan, day) for day in ("2026-04-30", "2026-05-02"))

    assert [only_row(answer).figure for answer in (then, since)] == ["36%", "50%"]
    (told,) = then.context["restated"]
    assert (told["before"], told["after"], told["why"]) == ("36%", "50%", "2 records changed")
    assert since.context["restated"] == []


def test_corrective_actions_are_those_open_on_that_day(client_of, dora, plan, indicator):
    for cause, opened, closed in (("below", 2, 3), ("signal", 2, None), ("data", 5, None)):
        one = CorrectiveActionFactory(indicator=indicator, title=cause, cause=cause, owner=dora)
        CorrectiveAction.objects.filter(pk=one.pk).update(
            opened_at=datetime(2026, opened, 10, tzinfo=UTC),
            closed_at=closed and datetime(2026, closed, 10, tzinfo=UTC),
        )
    answer = look(client_of(dora), plan, "2026-04-10")

    assert [one["action"].title for one in answer.context["actions"]] == ["signal"]


def test_before_it_was_written_down_the_plan_held_nothing(client_of, dora, plan):
    answer = look(client_of(dora), plan, "2025-12-01")

    assert answer.context["goals"] == []
    assert "On this day the plan held nothing yet." in answer.content.decode()


@pytest.mark.parametrize("on", ["", "nonsense", "2999-01-01", "2026-02-31"])
def test_nonsense_and_days_to_come_are_today(client_of, dora, plan, on, time_machine):
    time_machine.move_to("2026-06-10T15:00Z")

    assert look(client_of(dora), plan, on).context["review"].on == date(2026, 6, 10)


def test_the_pack_comes_on_paper(client_of, dora, plan):
    answer = look(client_of(dora), plan, "2026-04-30", "review-pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="plan-of-the-year-2026-04-30.pdf"'
    assert answer.content[:5] == b"%PDF-"


def test_paper_ends_where_waiting_would_begin():
    goals = [("goal", None, [("one", [1] * 100), ("two", [2] * 100)]), ("other", None, [("three", [3] * 10)])]
    kept = [rows for __, __, strategies in shortened(goals) for __, rows in strategies]

    assert [len(rows) for rows in kept] == [100, MOST_ROWS - 100, 0]


def read(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_has_a_row_for_each_indicator_and_no_formula(client_of, dora, plan, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(name="=HYPERLINK(1)")
    (row,) = read(look(client_of(dora), plan, "2026-04-30", "review-csv"))

    assert row["Indicator"] == "'=HYPERLINK(1)"
    assert (row["From"], row["Until"], row["Figure"], row["Records"]) == ("2026-03-01", "2026-03-31", "36", "25")
    assert (row["Baseline"], row["Band"], row["Who answers for it"]) == ("30", "Acceptable", "")


def test_the_ledger_as_a_file_adds_up_to_the_page(client_of, dora, plan):
    rows = read(look(client_of(dora), plan, "2026-04-30", "review-csv", part="ledger"))

    assert [row["Realised"] for row in rows[:4]] == ["1600.00", "3200.00", "4800.00", ""]


@pytest.mark.parametrize("page", ["review-pdf", "review-csv"])
def test_without_the_right_to_take_plans_out_there_is_no_file(client_of, plan, page):
    reader = UserFactory()
    reader.roles.set(Role.objects.filter(key="analyst"))
    browser = client_of(reader)

    assert look(browser, plan, page=page).status_code == 403
    answer = look(browser, plan)
    assert answer.status_code == 200
    assert reverse(f"indicators:plan-{page}", args=[plan.pk]) not in answer.content.decode()


@pytest.mark.parametrize("page", ["review", "review-pdf", "review-csv"])
@pytest.mark.parametrize("key", ["ana", "bruno"])
def test_without_the_right_to_the_organizations_figures_there_is_no_pack(client_of, request, key, plan, page):
    Grant.objects.filter(role__key="manager", action="figures").update(scope=Scope.NONE)

    assert look(client_of(request.getfixturevalue(key)), plan, page=page).status_code == 403


def test_more_indicators_ask_no_more(client_of, dora, plan):
    browser = client_of(dora)
    look(browser, plan)
    with CaptureQueriesContext(connection) as few:
        look(browser, plan)
    for key in ("mkt.aov", "sal.revenue_won", "mkt.new_customers"):
        measured(counted(plan, key, benefit_method="order_value").benefit_indicator, 1, 10)
    with CaptureQueriesContext(connection) as many:
        look(browser, plan)

    assert len(many) == len(few)
    assert len(few) <= 24
