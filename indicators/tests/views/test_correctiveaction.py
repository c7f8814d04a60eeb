import pytest
from django.urls import reverse

from indicators.models import CorrectiveAction
from indicators.tests.factories import CorrectiveActionFactory, IndicatorFactory, SnapshotFactory


def page(name, *args):
    return reverse(f"indicators:correctiveaction-{name}", args=args)


@pytest.fixture
def action(ana):
    indicator = IndicatorFactory(name="Monthly revenue", accountable=ana)
    shot = SnapshotFactory(indicator=indicator, value=4321)
    return CorrectiveActionFactory(owner=ana, indicator=indicator, snapshot=shot, title="Find out why")


def test_the_register_opens_with_what_is_not_closed(client_of, ana, action):
    CorrectiveActionFactory(owner=ana, state="effective", title="Over and done")

    body = client_of(ana).get(page("list"), {"state": "now"}).content.decode()

    assert "Find out why" in body
    assert "Over and done" not in body


def test_the_page_shows_cause_indicator_and_what_to_do(client_of, ana, action):
    body = client_of(ana).get(action.get_absolute_url()).content.decode()

    assert "Outside the acceptable band" in body
    assert action.indicator.get_absolute_url() in body
    assert page("carry-out", action.pk) in body


def test_the_measurement_is_shown_to_who_may_see_figures_of_the_organization(client_of, ana, bruno, action):
    assert "R$4,321" in client_of(bruno).get(action.get_absolute_url()).content.decode()
    assert "4,321" not in client_of(ana).get(action.get_absolute_url()).content.decode()


def test_carrying_it_out_asks_for_a_hypothesis_and_keeps_what_was_typed(client_of, ana, action):
    client = client_of(ana)

    refused = client.post(page("carry-out", action.pk), {"hypothesis": "", "remedy": "Visit everybody"})
    assert refused.status_code == 422
    assert "Visit everybody" in refused.content.decode()

    client.post(page("carry-out", action.pk), {"hypothesis": "No visits", "remedy": "Visit everybody"})
    action.refresh_from_db()
    assert (action.state, action.remedy) == ("checking", "Visit everybody")


def test_a_stranger_finds_no_page(client_of, caio, action):
    assert client_of(caio).get(action.get_absolute_url()).status_code == 404
    assert client_of(caio).post(page("dismiss", action.pk), {"result": "No"}).status_code == 404
    assert CorrectiveAction.objects.get(pk=action.pk).state == "open"


def test_an_open_one_for_the_same_cause_is_said_in_the_form(client_of, bruno, action):
    answer = client_of(bruno).post(
        page("create"),
        {
            "title": "Again",
            "indicator": action.indicator_id,
            "owner": bruno.pk,
            "due_on": "2027-01-31",
            "check_periods": 2,
        },
    )

    assert answer.status_code == 422
    assert "open already" in answer.content.decode()
