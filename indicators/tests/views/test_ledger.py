"""The ledger's page: every line of money explained, to the cent, for those who may see the organization's figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Grant
from crm.models.role import Scope
from indicators.tests.factories import BaselineFactory, GoalFactory
from indicators.tests.planned import counted, measured, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return whole()


def look(client, plan):
    return client.get(reverse("indicators:plan-benefits", args=[plan.pk]))


def ledger(answer, at=0):
    return answer.context["ledgers"][at]


def test_each_line_says_how_its_money_was_worked_out(client_of, dora, plan):
    first, *__ = ledger(look(client_of(dora), plan)).lines

    assert (first.period, first.figure, first.difference) == ("Jan 2026", "32%", "+2")
    assert first.realised == "2 p.p. × 25 × R$8,000 × 40% = R$1,600.00"
    assert first.expected == "6 p.p. × 25 × R$8,000 × 40% = R$4,800.00"


def test_the_page_names_the_rule_the_inputs_and_whose_margin_it_is(client_of, dora, plan):
    answer = look(client_of(dora), plan)

    assert [(str(label), value, is_plans) for label, value, is_plans in ledger(answer).inputs] == [
        ("value of a won opportunity", "R$8,000", False),
        ("contribution margin (%)", "40%", True),
    ]
    assert "(win rate − baseline) × decided opportunities" in answer.content.decode()


def test_what_is_to_come_has_an_expectation_and_nothing_realised(client_of, dora, plan):
    lines = ledger(look(client_of(dora), plan)).lines

    assert [line.is_measured for line in lines] == [True] * 3 + [False] * 9
    assert {(line.realised_money, line.expected_money) for line in lines[3:]} == {("", "R$4,800.00")}


def test_a_goal_that_claims_nothing_says_where_its_money_is_counted(client_of, dora, plan):
    claimant = plan.goals.get()
    claimant.benefit_group = "Sales"
    claimant.save()
    counted(plan, "mkt.aov", benefit_method="order_value", benefit_group="Sales", claims_benefit=False)
    answer = look(client_of(dora), plan)

    assert ledger(answer, 1).claimant == claimant
    assert answer.context["books"].whole.realised == ledger(answer).ledger.realised


def test_what_is_missing_is_said_in_words(client_of, dora, plan):
    GoalFactory(plan=plan, benefit_method="")

    assert str(ledger(look(client_of(dora), plan), 1).missing) == ("No method says what this goal is worth in money.")


def test_the_table_beside_the_chart_holds_the_same_sums(client_of, dora, plan):
    growth = look(client_of(dora), plan).context["growth"]

    assert growth[2] == ("Mar 2026", "R$5,000.00", "R$9,600.00", "R$14,400.00")
    assert growth[-1][3] == "R$57,600.00"


def test_a_loss_is_told_as_one(client_of, dora, plan):
    measured(plan.goals.get().benefit_indicator, 4, 20, 25)
    line = ledger(look(client_of(dora), plan)).lines[3]

    assert line.is_worse
    assert line.realised_money == "-R$8,000.00"


@pytest.mark.parametrize("key", ["ana", "bruno"])
def test_without_the_right_to_the_organizations_figures_there_is_no_ledger(client_of, request, key, plan):
    Grant.objects.filter(role__key="manager", action="figures").update(scope=Scope.NONE)

    assert look(client_of(request.getfixturevalue(key)), plan).status_code == 403


def test_more_goals_ask_no_more(client_of, dora, plan):
    browser = client_of(dora)
    look(browser, plan)
    with CaptureQueriesContext(connection) as few:
        look(browser, plan)
    for key in ("mkt.aov", "sal.revenue_won", "mkt.new_customers"):
        goal = counted(plan, key, benefit_method="order_value")
        BaselineFactory(indicator=goal.benefit_indicator)
        measured(goal.benefit_indicator, 1, 10)
    with CaptureQueriesContext(connection) as many:
        look(browser, plan)

    assert len(many) == len(few)
    assert len(few) <= 18
