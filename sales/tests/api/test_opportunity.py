from crm.models import HistoryEntry
from crm.tests.factories import CompanyFactory
from sales.models import LostReason, Opportunity, StageMove
from sales.tests.factories import OpportunityFactory, stage_of

URL = "/api/v1/opportunities/"


def test_a_new_opportunity_begins_in_the_first_open_stage(api_of, ana):
    company = CompanyFactory(owner=ana)

    answer = api_of(ana).post(URL, {"name": "Solar roof", "company": company.pk, "amount": "48000.00"})

    assert answer.status_code == 201, answer.content
    assert answer.json()["stage"] == stage_of("open").pk
    assert (answer.json()["state"], answer.json()["amount"]) == ("open", "48000.00")


def test_moving_winning_losing_and_reopening_write_stage_history(api_of, ana):
    opportunity, reason = OpportunityFactory(owner=ana), LostReason.objects.first()
    api, one = api_of(ana), f"{URL}{opportunity.pk}/"

    states = [
        api.post(f"{one}move/", {"stage": stage_of("open", 1).pk}).json()["state"],
        api.post(f"{one}win/").json()["state"],
        api.post(f"{one}reopen/").json()["state"],
        api.post(f"{one}lose/", {"reason": reason.pk, "note": "Too dear"}).json()["state"],
    ]

    assert states == ["open", "won", "open", "lost"]
    assert StageMove.objects.filter(opportunity=opportunity).count() == 5
    assert set(HistoryEntry.objects.about(opportunity).exclude(cause="").values_list("cause", flat=True)) == {"api"}


def test_losing_asks_for_the_reason(api_of, ana):
    opportunity = OpportunityFactory(owner=ana)

    answer = api_of(ana).post(f"{URL}{opportunity.pk}/lose/", {})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["reason"])
    assert Opportunity.objects.get().state == "open"


def test_a_move_from_an_older_version_is_a_conflict(api_of, ana):
    opportunity = OpportunityFactory(owner=ana)
    api, one = api_of(ana), f"{URL}{opportunity.pk}/"
    api.patch(one, {"description": "Changed"})

    answer = api.post(f"{one}move/", {"stage": stage_of("open", 1).pk, "version": opportunity.version})

    assert answer.status_code == 409
    assert answer.json()["error"]["current"]["description"] == "Changed"


def test_a_strangers_opportunity_cannot_be_moved(api_of, ana, caio):
    opportunity = OpportunityFactory(owner=caio)

    assert api_of(ana).post(f"{URL}{opportunity.pk}/win/").status_code == 404
    assert Opportunity.objects.get().state == "open"


def test_the_company_is_shown_to_who_may_see_it(api_of, ana, caio):
    hidden = OpportunityFactory(owner=ana, company=CompanyFactory(owner=caio))

    assert api_of(ana).get(f"{URL}{hidden.pk}/").json()["company"] is None
