import pytest

from crm.actions.notice import notify
from crm.models import Notice, NoticePreference
from crm.notices import KINDS, NoticeKind, register_notice
from crm.tests.factories import CompanyFactory
from crm.tests.sent import OpenPage

pytestmark = pytest.mark.django_db
URL, CHOICES = "/notices/", "/profile/notices/"


@pytest.fixture(autouse=True)
def kind():
    yield register_notice(NoticeKind("test_kind", "Somebody did something", "{actor} changed {record}"))
    del KINDS["test_kind"]


@pytest.fixture
def company(ana):
    return CompanyFactory(owner=ana, team=ana.team, name="Acme <Co>")


def shown(client, url=URL):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def bell(client) -> str:
    html = shown(client)
    return html.partition('id="bell"')[2].partition("</a>")[0]


def test_the_bell_counts_what_is_unread_without_asking_for_it(
    client_of, ana, bruno, company, django_assert_num_queries
):
    client = client_of(ana)
    assert 'aria-label="Notices"' in bell(client)
    for key in "abc":
        notify("test_kind", company, [ana, bruno], by=None, key=key)

    assert "Notices: 3 unread" in bell(client)
    Notice.objects.filter(person=ana).update(read_at="2026-01-01T00:00Z")
    assert 'aria-label="Notices"' in bell(client)


def test_the_bell_stops_counting_at_99(client_of, ana):
    Notice.objects.bulk_create(Notice(person=ana, key=str(number), kind="test_kind") for number in range(120))

    assert "99+" in bell(client_of(ana))


def test_the_list_says_in_words_what_happened_and_leads_there(client_of, ana, bruno, company):
    notify("test_kind", company, [ana], by=bruno, key="a")

    html = shown(client_of(ana))

    assert "Bruno Reis changed “Acme &lt;Co&gt;”" in html
    assert f'href="/companies/{company.pk}/"' in html


def test_what_one_may_not_see_any_more_is_not_named(client_of, caio, company):
    notify("test_kind", company, [caio], by=None, key="a")

    html = shown(client_of(caio))

    assert "Acme" not in html
    assert "no longer there for you" in html


def test_a_page_holds_thirty_and_leads_on(client_of, ana):
    Notice.objects.bulk_create(Notice(person=ana, key=str(number), kind="test_kind") for number in range(40))
    html = shown(client_of(ana))
    assert html.count('class="n-notice ') == 30
    after = html.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")

    assert shown(client_of(ana), URL + after).count('class="n-notice ') == 10


def test_reading_one_and_all(client_of, ana, bruno, company):
    for key in "abc":
        notify("test_kind", company, [ana, bruno], by=None, key=key)
    client, first = client_of(ana), Notice.objects.filter(person=ana).first()

    answer = client.post(f"{URL}{first.pk}/read/", headers={"hx-request": "true"})
    assert "Notices: 2 unread" in answer.content.decode()
    client.post(f"{URL}{first.pk}/read/")
    assert Notice.objects.visible_to(ana).unread().count() == 3
    client.post(f"{URL}read/")

    assert Notice.objects.visible_to(ana).unread().count() == 0
    assert Notice.objects.visible_to(bruno).unread().count() == 3
    assert "Nothing unread" in shown(client, f"{URL}?unread=1")


def test_nobody_reads_anothers(client_of, caio, ana, company):
    notify("test_kind", company, [ana], by=None, key="a")

    assert client_of(caio).post(f"{URL}{Notice.objects.get().pk}/read/").status_code == 404


def test_opening_the_record_reads_what_was_told_about_it(client_of, ana, company):
    client, page = client_of(ana), f"/companies/{company.pk}/"
    assert "notices/seen" not in shown(client, page)
    notify("test_kind", company, [ana], by=None, key="a")
    notify("test_kind", CompanyFactory(owner=ana, team=ana.team), [ana], by=None, key="b")

    url = shown(client, page).partition('hx-post="/notices/seen/')[2].partition('"')[0]
    answer = client.post(f"/notices/seen/{url}")

    assert "Notices: 1 unread" in answer.content.decode()
    assert client.post("/notices/seen/?about=x:1").status_code == 400


def test_one_chooses_for_each_kind_how_to_hear_of_it(client_of, ana):
    page = OpenPage(client_of(ana), CHOICES)
    assert page.data["kind_test_kind"] == ["mail"]

    answer = page.save(kind_test_kind="digest", digest_hour="7", lead_minutes=["30", "1440"])

    assert answer.status_code == 302
    ana.refresh_from_db()
    assert (ana.digest_hour, ana.lead_minutes) == (7, [1440, 30])
    assert NoticePreference.objects.get(person=ana, kind="test_kind").channel == "digest"


def test_too_many_reminders_and_unknown_choices_are_refused(client_of, ana):
    page = OpenPage(client_of(ana), CHOICES)

    assert page.save(lead_minutes=["15", "30", "60", "120", "240", "1440"]).status_code == 422
    assert page.save(lead_minutes=[], kind_test_kind="pigeon").status_code == 422
