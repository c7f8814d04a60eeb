from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from crm.actions import record as records
from crm.actions.once import made_before, once
from crm.models import Activity, Company, Contact
from crm.tests.factories import CompanyFactory

CREATE = reverse("crm:company-create")


def test_a_form_of_a_record_sent_twice_makes_one_and_leads_there_both_times(client_of, ana):
    client = client_of(ana)
    key = client.get(CREATE).context["once"]
    sent = {"name": "Acme", "emails": "a@acme.co", "relationship": "prospect", "once": key}

    answers = [client.post(CREATE, sent), client.post(CREATE, sent)]

    assert [answer.url for answer in answers] == [Company.objects.get().get_absolute_url()] * 2


def test_two_forms_make_two_records(client_of, ana):
    client = client_of(ana)
    for __ in range(2):
        sent = {"name": "João", "once": client.get(reverse("crm:contact-create")).context["once"]}
        assert client.post(reverse("crm:contact-create"), sent).status_code == 302

    assert Contact.objects.count() == 2


def test_a_key_is_ones_own_and_a_refused_form_may_be_sent_again_under_it(client_of, ana, caio):
    sent = {"name": "", "relationship": "prospect", "once": "same"}
    assert client_of(ana).post(CREATE, sent).status_code == 422

    for user in (ana, caio):
        assert client_of(user).post(CREATE, sent | {"name": f"of {user}"}).status_code == 302

    assert Company.objects.count() == 2


def test_the_page_of_an_activity_sent_twice_keeps_one(client_of, ana):
    company, client = CompanyFactory(owner=ana), client_of(ana)
    url = reverse("crm:activity-create")
    key = client.get(url).context["once"]
    sent = {"about": f"crm.company:{company.pk}", "kind": "note", "body": "Hi", "occurred_at": "2026-11-20T10:00"}

    answers = [client.post(url, sent | {"once": key}) for __ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Activity.objects.count() == 1


def test_what_fails_leaves_its_key_free(ana):
    def fail():
        raise ValidationError("no")

    with pytest.raises(ValidationError):
        once(ana, "k", fail)

    assert made_before(ana, "k") is None
    assert once(ana, "k", lambda: CompanyFactory(name="Acme")).name == "Acme"
    assert once(ana, "k", fail) == made_before(ana, "k") == Company.objects.get()


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_one_moment_make_one_record(ana):
    def send(_):
        try:
            return once(ana, "k", lambda: records.create(Company(name="Acme"), by=ana)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(send, range(4)))

    assert made == {Company.objects.get().pk}
