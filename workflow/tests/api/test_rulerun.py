from crm.models import Company
from crm.tests.factories import CompanyFactory, UserFactory
from workflow.models import RuleRun
from workflow.tests.ruled import follow, rule

URL = "/api/v1/automation-runs/"


def test_runs_tell_automation_record_state_and_reason(api_of, dora):
    found = rule(dora, Company)
    company = CompanyFactory(owner=dora)
    follow()

    row = api_of(dora).get(URL, {"rule": found.pk}).json()["results"][0]

    assert (row["automation"], row["state"]) == (found.pk, "done")
    assert row["record"] == {"type": "crm.company", "id": company.pk}


def test_what_failed_is_done_again(api_of, dora, south):
    rule(dora, Company, steps=[{"kind": "assign", "who": "head"}])
    CompanyFactory(owner=UserFactory(team=south))
    follow()
    api, run = api_of(dora), RuleRun.objects.get()

    answers = [api.post(f"{URL}{run.pk}/replay/") for __ in range(2)]

    assert [one.status_code for one in answers] == [200, 400]
    assert answers[0].json()["state"] == "waiting"


def test_runs_of_rules_one_may_not_see_do_not_exist(api_of, bruno, dora, north):
    dora.team = north
    dora.save()
    rule(dora, Company)
    CompanyFactory(owner=dora)
    follow()

    assert api_of(bruno).get(URL).json()["results"] == []
