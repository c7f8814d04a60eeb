import pytest
from django.urls import reverse

from crm.actions import merge as merges
from crm.actions import record as records
from crm.models import Company, Contact
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory
from crm.tests.views.test_timeline import address, told

pytestmark = pytest.mark.django_db


def page(record, name="merge"):
    return reverse(f"crm:{record._meta.model_name}-{name}", args=[record.pk])


def sent(kept, gone, **choices):
    return {
        "with": gone.pk,
        "version": kept.version,
        "version_with": gone.version,
        **{f"choice-{name}": way for name, way in choices.items()},
    }


def test_it_proposes_who_is_probably_the_same(client_of, ana, caio):
    kept = ContactFactory(owner=ana, emails=["m@acme.example"])
    same = ContactFactory(owner=ana, emails=["m@acme.example"], name="Maria S.")
    ContactFactory(owner=caio, emails=["m@acme.example"], name="Out of sight")

    response = client_of(ana).get(page(kept))

    assert [one.record for one in response.context["alike"]] == [same]
    assert b"Out of sight" not in response.content


def test_both_stand_side_by_side_with_what_moves(client_of, ana):
    kept = CompanyFactory(owner=ana, name="Acme", emails=["a@x.example"])
    gone = CompanyFactory(owner=ana, name="Acme Ltda", emails=["b@x.example"], founded=1998)
    ActivityFactory.create_batch(2, about=gone, owner=ana)

    response = client_of(ana).get(page(kept), {"with": gone.pk})

    rows = {row.part.name: row for row in response.context["rows"]}
    assert (rows["name"].kept, rows["name"].absorbed, rows["name"].chosen) == ("Acme", "Acme Ltda", "kept")
    assert (rows["founded"].absorbed, rows["founded"].chosen) == ("1998", "absorbed")
    assert rows["emails"].both == "a@x.example, b@x.example"
    assert response.context["effects"] == ["2 activities"]
    assert response.context["swap_url"] == f"{page(gone)}?with={kept.pk}"


def test_the_choices_made_count(client_of, ana):
    kept, gone = CompanyFactory(owner=ana, name="Acme"), CompanyFactory(owner=ana, name="Acme Ltda")

    response = client_of(ana).post(page(kept), sent(kept, gone, name="absorbed"))

    kept.refresh_from_db()
    assert (response.url, kept.name) == (kept.get_absolute_url(), "Acme Ltda")
    assert list(Company.objects.visible_to(ana)) == [kept]


def test_sent_twice_it_answers_twice_and_merges_once(client_of, ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    client, form = client_of(ana), sent(kept, gone)

    answers = [client.post(page(kept), form) for __ in range(2)]

    assert [answer.url for answer in answers] == [kept.get_absolute_url()] * 2


def test_one_that_changed_meanwhile_is_shown_again_and_the_choices_stay(client_of, ana, bruno):
    kept, gone = CompanyFactory(owner=ana, name="Acme"), CompanyFactory(owner=ana, name="Acme Ltda")
    form = sent(kept, gone, name="absorbed")
    records.edit(gone, by=bruno, values={"city": "Esteio"})

    response = client_of(ana).post(page(kept), form)

    rows = {row.part.name: row for row in response.context["rows"]}
    assert (response.status_code, rows["name"].chosen, rows["address"].absorbed) == (
        409,
        "absorbed",
        "Esteio",
    )
    assert Company.objects.alive().count() == 2


@pytest.mark.parametrize("bad", ["", "0", "x", "9" * 30, "²"])
def test_a_number_that_is_none_merges_nothing(client_of, ana, bad):
    kept = CompanyFactory(owner=ana)

    response = client_of(ana).post(page(kept), {"with": bad})

    assert response.status_code in (404, 422)
    assert Company.objects.alive().count() == 1


def test_a_choice_there_is_not_is_told_and_merges_nothing(client_of, ana):
    kept, gone = CompanyFactory(owner=ana, name="A"), CompanyFactory(owner=ana, name="B")

    response = client_of(ana).post(page(kept), sent(kept, gone, name="both"))

    assert (response.status_code, response.context["errors"]) == (422, ["There is no such choice: name: both."])


def test_a_stranger_merges_nothing_and_learns_nothing(client_of, ana, caio):
    kept, gone, own = CompanyFactory(owner=ana), CompanyFactory(owner=ana), CompanyFactory(owner=caio)
    client = client_of(caio)

    answers = [client.post(page(one), sent(one, gone)) for one in (kept, own)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Company.objects.alive().count() == 3


def test_what_the_reader_may_not_see_is_not_named(client_of, ana, caio):
    kept = CompanyFactory(owner=ana)
    gone = CompanyFactory(owner=ana, parent=CompanyFactory(owner=caio, name="Hidden Holding"))
    ActivityFactory(about=gone, owner=ana)

    response = client_of(ana).get(page(kept), {"with": gone.pk})

    assert b"Hidden Holding" not in response.content
    assert b"a record you cannot see" in response.content


def test_two_chosen_in_a_list_are_compared_and_any_other_number_is_refused(client_of, ana, caio):
    first, second = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    hidden = CompanyFactory(owner=caio)
    client, url = client_of(ana), reverse("crm:company-merge-many")

    assert client.post(url, {"pk": [first.pk, second.pk]}).url == f"{page(first)}?with={second.pk}"
    for chosen in ([first.pk], [first.pk, hidden.pk], ["x"], []):
        assert client.post(url, {"pk": chosen}).url == reverse("crm:company-list")


def test_the_address_of_the_merged_one_leads_on(client_of, ana, caio):
    first, second, third = (CompanyFactory(owner=ana) for __ in range(3))
    merges.merge(second, by=ana, absorbed=first)
    merges.merge(third, by=ana, absorbed=second)

    assert client_of(ana).get(first.get_absolute_url()).url == third.get_absolute_url()
    assert client_of(caio).get(first.get_absolute_url()).status_code == 404


def test_the_page_shows_what_was_merged_and_undoes_it(client_of, ana):
    kept, gone = ContactFactory(owner=ana), ContactFactory(owner=ana, name="Maria S.")
    client = client_of(ana)
    assert b"panel-merged" not in client.get(kept.get_absolute_url()).content
    merges.merge(kept, by=ana, absorbed=gone)

    shown = client.get(kept.get_absolute_url())
    asked = client.get(page(gone, "unmerge"))
    answers = [client.post(page(gone, "unmerge")) for __ in range(2)]

    assert page(gone, "unmerge") in shown.content.decode()
    assert "Maria S." in asked.context["page"].title
    assert [answer.url for answer in answers] == [gone.get_absolute_url()] * 2
    assert Contact.objects.alive().count() == 2


def test_who_may_not_change_the_one_that_stays_undoes_nothing(client_of, ana, caio):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=caio)
    merges.merge(kept, by=None, absorbed=gone)

    assert client_of(caio).post(page(gone, "unmerge")).status_code == 404
    assert client_of(ana).post(page(gone, "unmerge")).status_code == 404
    assert Company.objects.became(gone.pk) == kept


def test_a_merged_record_is_not_in_the_trash(client_of, ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    merges.merge(kept, by=ana, absorbed=gone)

    assert list(client_of(ana).get(reverse("crm:trash"), {"kind": "crm.company"}).context["rows"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_timeline_of_the_one_that_stays_tells_both_pasts_and_the_merge_once(client_of, ana):
    kept = records.create(Company(name="Acme"), by=ana)
    gone = records.create(Company(name="Acme Ltda"), by=ana)
    records.edit(gone, by=ana, values={"founded": 1998})
    merges.merge(kept, by=ana, absorbed=gone)

    entries = told(client_of(ana).get(address(kept)))

    assert entries == [
        "Ana Melo merged Acme Ltda into Acme",
        "Acme Ltda: Ana Melo set founded in to 1998",
        "Ana Melo created Acme Ltda",
        "Ana Melo created Acme",
    ]


def test_choices_are_plain_text_whatever_was_typed(client_of, ana, bruno):
    above = CompanyFactory(owner=ana, name="Tom & <b>Jerry</b> &lt;i&gt;")
    kept = CompanyFactory(owner=ana)
    gone = CompanyFactory(owner=ana, name="A <script>", parent=above)

    response = client_of(ana).get(page(kept), {"with": gone.pk})

    rows = {row.part.name: row.absorbed for row in response.context["rows"]}
    assert (rows["name"], rows["parent"]) == ("A <script>", "Tom & <b>Jerry</b> &lt;i&gt;")
    assert b"<script>" not in response.content.split(b"<main")[1].replace(b'type="module"', b"")
    assert b"Tom &amp; &lt;b&gt;Jerry&lt;/b&gt; &amp;lt;i&amp;gt;" in response.content
