from indicators.models import CorrectiveAction
from indicators.tests.factories import CorrectiveActionFactory, IndicatorFactory

URL = "/api/v1/corrective-actions/"
WHY = {"hypothesis": "No visits", "remedy": "Visit everybody"}


def test_an_action_is_opened_for_an_indicator_once_at_a_time(api_of, bruno):
    api, wanted = api_of(bruno), {"title": "Look", "indicator": IndicatorFactory().pk, "due_on": "2027-01-31"}

    assert api.post(URL, wanted).status_code == 201
    assert api.post(URL, wanted).status_code == 400
    assert CorrectiveAction.objects.count() == 1


def test_its_owner_carries_it_out_with_a_reason(api_of, ana):
    one = f"{URL}{CorrectiveActionFactory(owner=ana).pk}/"
    api = api_of(ana)

    assert api.post(f"{one}carry-out/", {"hypothesis": "No visits", "remedy": " "}).status_code == 400
    assert api.post(f"{one}carry-out/", WHY).json()["state"] == "checking"


def test_it_is_handed_to_the_sponsor_or_dismissed(api_of, bruno):
    first, second = CorrectiveActionFactory(team=bruno.team), CorrectiveActionFactory(team=bruno.team)
    first.indicator.plan.sponsor = bruno
    first.indicator.plan.save()
    api = api_of(bruno)

    handed = api.post(f"{URL}{first.pk}/escalate/").json()

    assert (handed["state"], handed["owner"]) == ("escalated", bruno.pk)
    assert api.post(f"{URL}{second.pk}/dismiss/", {"result": ""}).status_code == 400
    assert api.post(f"{URL}{second.pk}/dismiss/", {"result": "A holiday"}).json()["state"] == "dismissed"


def test_a_stranger_sees_none_of_it(api_of, ana, caio):
    action = CorrectiveActionFactory(owner=ana, team=ana.team)

    assert api_of(caio).get(f"{URL}{action.pk}/").status_code == 404
    assert api_of(caio).get(URL).json()["results"] == []
