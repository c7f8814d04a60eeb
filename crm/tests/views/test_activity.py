import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Activity, HistoryEntry
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory

LIST, CREATE = reverse("crm:activity-list"), reverse("crm:activity-create")


def url(verb, activity):
    return reverse(f"crm:activity-{verb}", args=[activity.pk])


def about(record):
    return f"{record._meta.label_lower}:{record.pk}"


def test_the_composer_keeps_a_call_and_empties_itself(client_of, ana):
    company = CompanyFactory(owner=ana)
    sent = {
        "about": about(company), "kind": "call", "body": "They want it", "outcome": "reached", "duration": "12",
        "occurred_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "form_key": "k1",
    }  # fmt: skip

    response = client_of(ana).post(f"{CREATE}?kind=call", sent, headers={"HX-Request": "true"})

    kept = Activity.objects.get()
    assert (kept.about, kept.kind, kept.outcome, kept.duration, kept.owner) == (company, "call", "reached", 12, ana)
    assert response.status_code == 200
    assert sorted(json.loads(response["HX-Trigger"])) == ["norte:toast", "timeline-changed"]
    assert "They want it" not in response.content.decode()


def test_without_script_the_composer_leads_back_to_the_record(client_of, ana):
    contact = ContactFactory(owner=ana)

    response = client_of(ana).post(CREATE, {"about": about(contact), "kind": "note", "body": "Hi", "form_key": "k"})

    assert response.url == contact.get_absolute_url()
    assert Activity.objects.get().about == contact


def test_a_form_sent_twice_is_kept_once(client_of, ana):
    company = CompanyFactory(owner=ana)
    sent = {"about": about(company), "kind": "note", "body": "Hi", "form_key": "same"}
    client = client_of(ana)

    answers = [client.post(CREATE, sent), client.post(CREATE, sent)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Activity.objects.count() == 1


def test_an_empty_note_is_refused_beside_its_field(client_of, ana):
    company = CompanyFactory(owner=ana)

    response = client_of(ana).post(
        CREATE, {"about": about(company), "kind": "note", "body": " "}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 422
    assert [*response.context["form"].errors] == ["body"]


def test_what_lies_in_the_future_is_a_task(client_of, ana):
    company = CompanyFactory(owner=ana)
    tomorrow = (timezone.localtime() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    response = client_of(ana).post(
        CREATE, {"about": about(company), "kind": "call", "body": "Hi", "occurred_at": tomorrow, "form_key": "k"}
    )

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_nobody_writes_about_a_record_they_do_not_see(client_of, ana, caio):
    hidden = CompanyFactory(name="Zenith", owner=caio)

    response = client_of(ana).post(CREATE, {"about": about(hidden), "kind": "note", "body": "Hi"})

    assert response.status_code == 422
    assert "Zenith" not in response.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("bad", ["crm.user:1", "auth.permission:1", "crm.company:x", f"crm.company:{'9' * 40}", ":"])
def test_what_is_no_subject_is_refused(client_of, ana, bad):
    response = client_of(ana).post(CREATE, {"about": bad, "kind": "note", "body": "Hi"})

    assert response.status_code == 422


def test_from_the_list_one_chooses_the_record(client_of, ana):
    asked = client_of(ana).get(CREATE)

    assert "data-autocomplete-url" in asked.content.decode()


def test_the_box_finds_records_of_every_kind_one_may_see(client_of, ana, caio):
    company = CompanyFactory(name="João & Filhos", owner=ana)
    contact = ContactFactory(name="João Silva", owner=ana)
    CompanyFactory(name="João Hidden", owner=caio)

    found = client_of(ana).get(reverse("crm:about-choices"), {"q": "joao"}).json()["results"]

    assert [one["value"] for one in found] == [about(company), about(contact)]


def test_the_list_shows_what_was_said_about_records_one_sees(client_of, ana, caio):
    ActivityFactory(subject="Mine", about=CompanyFactory(owner=ana), owner=ana)
    ActivityFactory(subject="Theirs", about=CompanyFactory(owner=caio), owner=caio)

    response = client_of(ana).get(LIST)

    assert [row.title for row in response.context["table"].rows] == ["Mine"]
    assert "Theirs" not in response.content.decode()


def test_the_list_narrows_by_kind_and_record(client_of, ana):
    company = CompanyFactory(owner=ana)
    ActivityFactory(subject="Call", kind="call", about=company, owner=ana)
    ActivityFactory(subject="Note", about=CompanyFactory(owner=ana), owner=ana)
    client = client_of(ana)

    for query in ({"kind": "call"}, {"about": about(company)}):
        assert [row.title for row in client.get(LIST, query).context["table"].rows] == ["Call"]


def test_one_corrects_and_throws_away_ones_own(client_of, ana):
    company = CompanyFactory(owner=ana)
    activity = ActivityFactory(about=company, owner=ana, body="Typo")
    client = client_of(ana)

    edited = client.post(
        url("edit", activity), {"about": about(company), "kind": "note", "body": "Mended", "version": 1}
    )
    activity.refresh_from_db()
    trashed = client.post(url("trash", activity))

    assert (edited.status_code, activity.body) == (302, "Mended")
    assert trashed.url == company.get_absolute_url()
    assert not Activity.objects.alive().exists()


def test_a_colleague_reads_but_does_not_change_what_i_wrote(client_of, ana, bruno, south):
    from conftest import person

    other = person("Olga", south, "seller")
    activity = ActivityFactory(about=CompanyFactory(owner=ana), owner=ana)

    assert client_of(other).get(activity.get_absolute_url()).status_code == 200
    assert client_of(other).get(url("edit", activity)).status_code == 404
    assert client_of(bruno).get(url("edit", activity)).status_code == 200


def test_a_stranger_gets_404(client_of, ana, caio):
    activity = ActivityFactory(about=CompanyFactory(owner=ana), owner=ana, body="Secret")
    client = client_of(caio)

    answers = [
        client.get(activity.get_absolute_url()),
        client.post(url("edit", activity)),
        client.post(url("trash", activity)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert Activity.objects.alive().count() == 1


def test_from_the_list_one_chooses_the_kind_too(client_of, ana):
    company = CompanyFactory(owner=ana)
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"about": about(company), "kind": "meeting", "subject": "Visit", "duration": "30", "occurred_at": moment}
    client = client_of(ana)

    kinds = [value for value, __ in client.get(CREATE).context["form"].fields["kind"].choices]
    client.post(CREATE, sent)

    kept = Activity.objects.get()
    assert kinds == ["note", "call", "email", "meeting"]
    assert (kept.kind, kept.subject, kept.duration) == ("meeting", "Visit", 30)


@pytest.mark.parametrize(
    "q", ["preço", "PRECO", "prazo reunião", "reuniao PRAZO", "pra", "re pr", "reu  pre", "15,00"]
)
def test_the_list_finds_words_of_subject_and_text_however_they_are_written(client_of, ana, q):
    company = CompanyFactory(owner=ana)
    found = ActivityFactory(about=company, owner=ana, subject="Reunião de preço", body="Prazo até dia 10; R$ 15,00")
    ActivityFactory(about=company, owner=ana, subject="Almoço", body="Nada de novo")

    response = client_of(ana).get(LIST, {"q": q})

    assert [row.pk for row in response.context["table"].rows] == [found.pk]
    assert response.context["pager"].total_text == "1"


def test_a_search_finds_nothing_about_records_one_may_not_see(client_of, ana, caio):
    ActivityFactory(about=CompanyFactory(owner=caio), owner=ana, body="secret price")

    response = client_of(ana).get(LIST, {"q": "price"})

    assert not response.context["table"].rows
    assert "secret" not in response.content.decode()


def test_programs_search_activities_too(api_of, ana):
    company = CompanyFactory(owner=ana)
    found = ActivityFactory(about=company, owner=ana, body="Preço")
    ActivityFactory(about=company, owner=ana, body="Prazo")

    answer = api_of(ana).get("/api/v1/activities/", {"q": "preco"}).json()

    assert [row["id"] for row in answer["results"]] == [found.pk]


def test_what_one_searches_by_is_no_change_of_its_own(ana):
    activity = ActivityFactory(about=CompanyFactory(owner=ana), owner=ana, subject="Old", body="Old")

    Activity.objects.filter(pk=activity.pk).update(subject="New", body="New")

    changed = HistoryEntry.objects.about(activity).filter(verb="changed")
    assert sorted(changed.values_list("field", flat=True)) == ["body", "subject"]
