import pytest

from crm.actions.notice import notify
from crm.models import Notice
from crm.notices import KINDS, NoticeKind, register_notice
from crm.tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/notices/"


@pytest.fixture(autouse=True)
def kind():
    yield register_notice(NoticeKind("test_kind", "Somebody did something", "{actor} changed {record}"))
    del KINDS["test_kind"]


@pytest.fixture
def company(ana, caio):
    company = CompanyFactory(owner=ana, team=ana.team, name="Acme")
    notify("test_kind", company, [ana, caio], by=None, key="a")
    return company


def test_a_program_reads_what_its_person_was_told(api_of, ana, company):
    [row] = api_of(ana).get(URL).json()["results"]

    assert row["text"] == "Norte changed “Acme”"
    assert row["record"] == {"type": "crm.company", "id": company.pk}
    assert row["url"].endswith(f"/companies/{company.pk}/")


def test_what_is_out_of_sight_is_not_named(api_of, caio, company):
    [row] = api_of(caio).get(URL).json()["results"]

    assert (row["record"], row["url"]) == (None, None)
    assert "Acme" not in row["text"]


def test_one_is_read_and_so_are_all(api_of, ana, caio, company):
    notify("test_kind", company, [ana], by=None, key="b")
    api, mine = api_of(ana), Notice.objects.filter(person=ana).first()

    assert api.post(f"{URL}{mine.pk}/read/").json()["read_at"]
    assert [row["id"] for row in api.get(URL, {"unread": "true"}).json()["results"]] != [mine.pk]
    assert api.post(f"{URL}read-all/").json() == {"read": 1}
    assert api.get(URL, {"unread": "true"}).json()["results"] == []
    assert Notice.objects.visible_to(caio).unread().count() == 1


def test_anothers_are_not_there(api_of, ana, caio, company):
    theirs = Notice.objects.get(person=caio)

    assert api_of(ana).get(f"{URL}{theirs.pk}/").status_code == 404
    assert api_of(ana).post(f"{URL}{theirs.pk}/read/").status_code == 404


def test_a_token_that_may_only_read_marks_nothing(api_of, ana, company):
    assert api_of(ana, scope="read").post(f"{URL}read-all/").status_code == 403
