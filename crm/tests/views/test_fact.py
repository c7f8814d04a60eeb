from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.actions import record as records
from crm.models import Affiliation, Company, CustomField
from crm.tests.factories import CompanyFactory, ContactFactory

HTMX = {"HX-Request": "true"}


def url(record, field):
    return reverse("crm:fact", args=[record._meta.label_lower, record.pk, field])


def test_a_fact_is_edited_where_it_stands(client_of, ana):
    company = CompanyFactory(owner=ana)
    client = client_of(ana)

    asked = client.get(url(company, "legal_name"), headers=HTMX)
    answer = client.post(url(company, "legal_name"), {"legal_name": "Acme SA", "version": 1}, headers=HTMX)

    company.refresh_from_db()
    assert [*asked.context["form"].fields] == ["legal_name", "version"]
    assert (company.legal_name, company.version) == ("Acme SA", 2)
    assert "Acme SA" in answer.content.decode()
    assert answer["HX-Trigger"] == "timeline-changed"


def test_without_script_it_is_a_small_page(client_of, ana):
    company = CompanyFactory(owner=ana)
    client = client_of(ana)

    assert "<html" in client.get(url(company, "employees")).content.decode()
    assert client.post(url(company, "employees"), {"employees": "7", "version": 1}).url == company.get_absolute_url()
    assert Company.objects.get().employees == 7


def test_a_wrong_value_stays_in_its_box(client_of, ana):
    company = CompanyFactory(owner=ana)

    response = client_of(ana).post(url(company, "employees"), {"employees": "many", "version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert 'value="many"' in response.content.decode()


def test_somebody_elses_newer_value_is_told_and_mine_kept(client_of, ana, bruno):
    company = CompanyFactory(owner=ana)
    records.edit(company, by=bruno, values={"legal_name": "Bruno's"})

    response = client_of(ana).post(url(company, "legal_name"), {"legal_name": "Ana's", "version": 1}, headers=HTMX)
    again = client_of(ana).post(url(company, "legal_name"), {"legal_name": "Ana's", "version": 2}, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Bruno&#x27;s" in page
    assert 'value="Ana&#x27;s"' in page
    assert 'name="version" value="2"' in page
    assert again.status_code == 200
    assert Company.objects.get().legal_name == "Ana's"


def test_only_facts_of_the_page_can_be_edited(client_of, ana):
    company = CompanyFactory(owner=ana)

    for field in ("version", "deleted_at", "created_by", "nonsense", "name"):
        assert client_of(ana).post(url(company, field), {field: "x"}, headers=HTMX).status_code == 404


def test_a_contacts_company_survives_the_edit_of_a_fact(client_of, ana):
    contact = ContactFactory(owner=ana)
    Affiliation.objects.create(contact=contact, company=CompanyFactory(owner=ana), is_primary=True)

    client_of(ana).post(url(contact, "job_title"), {"job_title": "Buyer", "version": 1}, headers=HTMX)

    assert Affiliation.objects.count() == 1


def test_a_custom_field_is_edited_in_place(client_of, ana):
    kind = ContentType.objects.get_for_model(Company)
    CustomField.objects.create(record_type=kind, key="size", label="Size", kind="text")
    CustomField.objects.create(record_type=kind, key="other", label="Other", kind="text")
    company = CompanyFactory(owner=ana, custom={"size": "small", "other": "kept"})

    client_of(ana).post(url(company, "custom_size"), {"custom_size": "large", "version": 1}, headers=HTMX)

    assert Company.objects.get().custom == {"size": "large", "other": "kept"}


def test_strangers_get_404_readers_403(client_of, ana, caio, enzo):
    company = CompanyFactory(owner=ana)

    assert client_of(caio).get(url(company, "legal_name")).status_code == 404
    assert client_of(enzo).get(url(company, "legal_name")).status_code == 403


def test_cancelling_shows_the_fact_again(client_of, ana):
    company = CompanyFactory(owner=ana, legal_name="Acme SA")

    response = client_of(ana).get(url(company, "legal_name"), {"cancel": 1}, headers=HTMX)

    assert "Acme SA" in response.content.decode()
    assert "<form" not in response.content.decode()
