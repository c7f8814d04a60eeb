"""A figure that is off opens one corrective action, tells whom it concerns once, and is checked afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from crm.models import Message
from indicators.actions import baseline as baselines
from indicators.actions import correctiveaction as actions
from indicators.actions import snapshot as snapshots
from indicators.models import CorrectiveAction, Indicator
from indicators.tests.story import earn, month, noon, watched

pytestmark = pytest.mark.django_db


def measured(indicator, day):
    with time_machine.travel(noon(day), tick=False):
        snapshots.measure(indicator.pk)
    indicator.refresh_from_db()


def live(indicator, seller, amounts):
    """Months pass one by one, each measured on the second day of the next."""
    for at, amount in enumerate(amounts):
        earn(seller, [amount], 1 + at)
        measured(indicator, month(2 + at) + timedelta(days=1))


@pytest.fixture
def indicator(ana, bruno):
    made = watched(ana, sponsor=bruno)
    baselines.freeze(made, by=None)
    return made


def test_an_ordinary_month_below_the_band_opens_nothing(indicator, ana):
    live(indicator, ana, [890])

    assert indicator.status == "below"
    assert not CorrectiveAction.objects.exists()


def test_a_fall_that_is_no_chance_opens_one_action_with_the_measurement_and_its_records(indicator, ana):
    live(indicator, ana, [400])

    opened = CorrectiveAction.objects.get()
    assert (opened.cause, opened.owner, opened.state) == ("below", ana, "open")
    assert opened.due_on == date(2026, 2, 16)
    assert (opened.snapshot.period_start, opened.snapshot.value) == (month(1), 400)
    assert len(opened.snapshot.members.get(role="numerator").ids) == 1


def test_a_second_month_of_the_same_fall_opens_no_second_action(indicator, ana):
    live(indicator, ana, [400, 410, 390])

    assert CorrectiveAction.objects.count() == 1


def test_four_months_below_the_band_question_the_strategy_once(indicator, ana):
    live(indicator, ana, [890, 880, 890, 895, 890])

    assert [one.cause for one in CorrectiveAction.objects.all()] == ["capability"]


def test_a_month_without_any_data_opens_an_action_for_who_measures(indicator, ana, dora):
    indicator.kpi_key, indicator.measured_by = "sal.win_rate_decided", dora
    indicator.save()
    measured(indicator, date(2026, 2, 2))

    opened = CorrectiveAction.objects.get()
    assert (indicator.status, opened.cause, opened.owner) == ("no_data", "data", dora)


def test_the_accountable_person_is_told_of_a_change_of_state_once(indicator, ana):
    live(indicator, ana, [1000, 1000, 400])
    measured(indicator, date(2026, 4, 3))

    told = [one.subject for one in Message.objects.filter(user=ana).order_by("pk")]
    assert told == [f"{indicator}: Acceptable", f"{indicator}: Not acceptable"]


def test_the_mail_names_figure_baseline_and_action(indicator, ana, bruno):
    indicator.accountable = bruno
    indicator.save()
    live(indicator, ana, [400])

    text = Message.objects.get(user=bruno).text
    assert "R$400" in text
    assert "R$1,000" in text
    assert CorrectiveAction.objects.get().title in text


def test_the_mail_holds_no_figure_of_the_organization_for_who_may_not_see_them(indicator, ana):
    live(indicator, ana, [400])

    text = Message.objects.get(user=ana).text
    assert "400" not in text
    assert "1,000" not in text


def test_a_backfilled_past_opens_nothing_but_what_the_newest_month_asks_for(indicator, ana):
    earn(ana, [300, 300, 1000], 1)
    measured(indicator, date(2026, 4, 2))

    assert indicator.status == "acceptable"
    assert not CorrectiveAction.objects.exists()


def carry_out(action, by, day):
    with time_machine.travel(noon(day), tick=False):
        actions.carry_out(action, by=by, hypothesis="No visits in January", remedy="Visit every customer")


def test_a_remedy_that_helps_closes_the_action_after_its_check(indicator, ana):
    live(indicator, ana, [400])
    carry_out(CorrectiveAction.objects.get(), ana, date(2026, 2, 20))

    earn(ana, [400, 1000, 1010], 2)
    measured(indicator, date(2026, 4, 2))
    assert CorrectiveAction.objects.get().state == "checking"
    measured(indicator, date(2026, 5, 2))

    closed = CorrectiveAction.objects.get()
    assert closed.state == "effective"
    assert "2 per" in closed.result


def test_a_remedy_that_does_not_help_goes_to_the_sponsor(indicator, ana, bruno):
    live(indicator, ana, [400])
    carry_out(CorrectiveAction.objects.get(), ana, date(2026, 2, 20))

    earn(ana, [400, 400, 410], 2)
    measured(indicator, date(2026, 5, 2))

    escalated = CorrectiveAction.objects.get()
    assert (escalated.state, escalated.owner) == ("escalated", bruno)
    assert Message.objects.filter(user=bruno, subject__contains=escalated.title).count() == 1


def test_nothing_is_carried_out_without_a_hypothesis(indicator, ana):
    live(indicator, ana, [400])

    with pytest.raises(ValidationError) as refused:
        actions.carry_out(CorrectiveAction.objects.get(), by=ana, hypothesis=" ", remedy="")
    assert set(refused.value.error_dict) == {"hypothesis", "remedy"}


def test_a_draft_is_measured_and_judges_nobody(indicator, ana):
    indicator.plan.state = "draft"
    indicator.plan.save()
    live(indicator, ana, [400])

    assert indicator.status == "waiting"
    assert not CorrectiveAction.objects.exists()
    assert not Message.objects.exists()


def test_the_status_of_the_indicator_is_in_its_history(indicator, ana):
    from crm.models import HistoryEntry

    live(indicator, ana, [400])

    entry = HistoryEntry.objects.get(verb="judged", record_id=indicator.pk)
    assert entry.details == {"was": "waiting", "status": "below", "signal": "adverse", "period": "2026-01-01"}
    assert Indicator.objects.get().status_since == month(1)
