import datetime

from django.utils import timezone

from crm.models import Affiliation
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory
from workflow.tests.factories import TaskFactory


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def panel(response, key):
    return next(panel for panel in response.context["panels"] if panel.key == key)


def figure(response, label):
    return next(one for one in response.context["figures"] if one["label"] == label)


def test_the_page_says_what_is_next_with_a_company_or_its_people(client_of, ana):
    company, contact = CompanyFactory(owner=ana), ContactFactory(name="João", owner=ana)
    Affiliation.objects.create(contact=contact, company=company)
    TaskFactory(title="Send the offer", about=company, owner=ana, due_at=at(days=5))
    near = TaskFactory(title="Call João", kind="call", about=contact, owner=ana, due_at=at(days=1))

    response = client_of(ana).get(company.get_absolute_url())

    assert "Call João" in response.context["next_step"]
    assert f"/tasks/{near.pk}/complete/" in response.context["next_step"]
    assert panel(response, "tasks").count == 2
    assert figure(response, "Open tasks")["value_html"] == "2"


def test_without_a_task_it_invites_to_plan_one(client_of, ana):
    company = CompanyFactory(owner=ana)

    step = client_of(ana).get(company.get_absolute_url()).context["next_step"]

    assert f"/tasks/new/?about=crm.company%3A{company.pk}" in step


def test_tasks_of_strangers_leave_no_trace(client_of, ana, caio):
    company = CompanyFactory(owner=ana)
    TaskFactory(title="Zenith plot", about=company, owner=caio, due_at=at(days=1))

    response = client_of(ana).get(company.get_absolute_url())

    assert "Zenith" not in response.content.decode()
    assert figure(response, "Open tasks")["value_html"] == "0"


def test_late_ones_are_told_in_words(client_of, ana):
    company = CompanyFactory(owner=ana)
    TaskFactory(about=company, owner=ana, due_at=at(days=-1))

    response = client_of(ana).get(company.get_absolute_url())

    assert figure(response, "Open tasks")["hint"] == "1 late"
    assert "late" in response.context["next_step"]


def test_an_auditor_gets_no_invitation_and_no_composer(client_of, ana, enzo):
    company = CompanyFactory(owner=ana)

    response = client_of(enzo).get(company.get_absolute_url())

    assert (response.context["next_step"], response.context["composer"]) == (None, None)


def test_the_composer_offers_the_five_ways_and_shows_the_first_form(client_of, ana):
    company = CompanyFactory(owner=ana)

    composer = client_of(ana).get(company.get_absolute_url()).context["composer"]

    assert [tab.key for tab in composer["tabs"]] == ["note", "call", "email", "meeting", "task"]
    assert "<form" in composer["form_html"]


def test_the_page_needs_the_same_queries_however_much_hangs_there(client_of, ana, django_assert_max_num_queries):
    company = CompanyFactory(owner=ana, cnpj="12ABC34500013A")
    client = client_of(ana)
    client.get(company.get_absolute_url())
    for number in range(15):
        contact = ContactFactory(owner=ana)
        Affiliation.objects.create(contact=contact, company=company)
        ActivityFactory(about=contact, owner=ana, kind="call")
        TaskFactory(about=contact, owner=ana)
        CompanyFactory(owner=ana, parent=company, cnpj=f"12ABC34500{number:02}")

    with django_assert_max_num_queries(30):
        client.get(company.get_absolute_url())
