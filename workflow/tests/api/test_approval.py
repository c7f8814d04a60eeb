from datetime import timedelta

import pytest
from django.utils import timezone

from crm.tests.factories import CompanyFactory
from workflow.models import Approval

URL = "/api/v1/approvals/"


@pytest.fixture
def asked(api_of, ana, caio):
    company = CompanyFactory(owner=ana)
    about = {"type": "crm.company", "id": company.pk}
    return api_of(ana).post(URL, {"title": "Discount", "record": about, "people": [caio.pk]})


def test_one_asks_and_the_other_decides_once(api_of, asked, ana, caio):
    one = f"{URL}{asked.json()['id']}/"

    assert asked.status_code == 201, asked.content
    assert [vote["person"] for vote in asked.json()["votes"]] == [caio.pk]
    assert api_of(caio).post(f"{one}decide/", {"approves": False}).status_code == 400
    decided = api_of(caio).post(f"{one}decide/", {"approves": False, "reason": "Dear"}).json()
    assert (decided["state"], decided["votes"][0]["reason"]) == ("rejected", "Dear")
    assert api_of(caio).post(f"{one}decide/", {"approves": True}).status_code == 400


def test_somebody_must_be_asked_and_not_oneself(api_of, ana):
    for people in ([], [ana.pk]):
        answer = api_of(ana).post(URL, {"title": "Discount", "people": people})
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["people"])
    assert not Approval.objects.exists()


def test_who_asked_withdraws_it(api_of, asked, ana, caio):
    one = f"{URL}{asked.json()['id']}/"

    assert api_of(caio).post(f"{one}withdraw/").status_code == 403
    assert api_of(ana).post(f"{one}withdraw/").json()["state"] == "cancelled"


def test_what_waits_for_me_is_asked_for(api_of, asked, ana, caio):
    assert len(api_of(caio).get(URL, {"waiting": "true"}).json()["results"]) == 1
    assert api_of(ana).get(URL, {"waiting": "true"}).json()["results"] == []


def test_what_is_past_its_deadline_is_asked_for(api_of, asked, ana):
    Approval.objects.update(due_at=timezone.now() - timedelta(hours=1))

    found = {word: api_of(ana).get(URL, {"overdue": word}).json()["results"] for word in ("true", "false")}

    assert [one["id"] for one in found["true"]] == [asked.json()["id"]]
    assert found["false"] == []
