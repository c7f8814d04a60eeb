from datetime import date

import pytest
import time_machine

from crm.models import Message
from indicators.actions import digest
from indicators.tests.factories import CorrectiveActionFactory
from indicators.tests.story import noon, watched

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 4)


@pytest.fixture
def plan(ana, bruno):
    indicator = watched(ana, sponsor=bruno)
    CorrectiveActionFactory(indicator=indicator, owner=ana, title="Visit every customer")
    plan = indicator.plan
    plan.activated_at = noon(date(2026, 1, 2))
    plan.save()
    return plan


def sent(day, hour=0):
    with time_machine.travel(noon(day), tick=False):
        return digest.send_due()


def test_who_leads_a_plan_reads_once_a_week_how_it_stands(plan, bruno):
    sent(MONDAY)
    sent(MONDAY)
    sent(WEDNESDAY)

    message = Message.objects.get()
    assert message.user == bruno
    assert "Visit every customer" in message.text
    assert str(plan.indicators.get()) in message.text


def test_a_missed_monday_is_caught_up(plan):
    assert sent(WEDNESDAY) == 1


def test_the_next_week_has_its_own(plan):
    sent(MONDAY)
    sent(date(2026, 3, 9))

    assert Message.objects.count() == 2


def test_a_plan_started_since_monday_waits_for_the_next(plan):
    plan.activated_at = noon(date(2026, 3, 3))
    plan.save()

    assert sent(WEDNESDAY) == 0


def test_who_may_not_see_figures_of_the_organization_gets_none(plan, ana):
    plan.sponsor = ana
    plan.save()

    assert sent(MONDAY) == 0
