from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from crm.models import Attachment
from crm.tests.factories import CompanyFactory
from workflow.actions import approval as approvals
from workflow.models import Approval

LIST, CREATE = reverse("workflow:approval-list"), reverse("workflow:approval-create")


def page(name, approval):
    return reverse(f"workflow:approval-{name}", args=[approval.pk])


@pytest.fixture
def acme(ana):
    return CompanyFactory(owner=ana, name="Acme")


@pytest.fixture
def approval(ana, caio, acme):
    return approvals.create(Approval(title="Discount of 12%", about=acme), by=ana, people=[caio])


def test_one_asks_from_the_page_of_a_record(client_of, ana, bruno, acme):
    client = client_of(ana)
    shown = client.get(CREATE, {"about": f"crm.company:{acme.pk}"}).content.decode()

    answer = client.post(
        CREATE, {"title": "Discount", "about": f"crm.company:{acme.pk}", "people": [bruno.pk], "rule": "one"}
    )

    assert "Acme" in shown
    approval = Approval.objects.get()
    assert (answer.status_code, approval.about, approval.votes.get().person) == (302, acme, bruno)
    body = client.get(acme.get_absolute_url()).content.decode()
    assert approval.get_absolute_url() in body


def test_asking_oneself_is_told_beside_the_field(client_of, ana):
    answer = client_of(ana).post(CREATE, {"title": "Discount", "people": [ana.pk], "rule": "one"})

    assert (answer.status_code, "people" in answer.context["form"].errors) == (422, True)
    assert not Approval.objects.exists()


def test_what_waits_for_me_is_a_list_and_the_page_lets_me_decide(client_of, ana, caio, approval):
    client = client_of(caio)

    assert "Discount of 12%" in client.get(LIST, {"waiting": "true"}).content.decode()
    assert page("decide", approval) in client.get(approval.get_absolute_url()).content.decode()
    assert page("decide", approval) not in client_of(ana).get(approval.get_absolute_url()).content.decode()

    client.post(page("decide", approval), {"approves": "yes", "reason": "Fine"})
    approval.refresh_from_db()
    assert approval.state == "approved"
    assert "Discount of 12%" not in client.get(LIST, {"waiting": "true"}).content.decode()
    assert "Fine" in client_of(ana).get(approval.get_absolute_url()).content.decode()


def test_a_no_without_a_reason_is_told_and_evidence_is_kept_with_one(client_of, caio, approval):
    client = client_of(caio)

    refused = client.post(page("decide", approval), {"approves": "no", "reason": ""})
    file = SimpleUploadedFile("offer.txt", b"cheaper", "text/plain")
    client.post(page("decide", approval), {"approves": "no", "reason": "Dear", "evidence": file})

    assert (refused.status_code, "reason" in refused.context["form"].errors) == (422, True)
    approval.refresh_from_db()
    assert approval.state == "rejected"
    assert Attachment.objects.get().name == "offer.txt"


def test_who_is_not_asked_does_not_decide(client_of, bruno, approval):
    assert client_of(bruno).post(page("decide", approval), {"approves": "yes"}).status_code == 403
    assert Approval.objects.get().state == "open"


def test_details_change_and_who_is_asked_stays(client_of, ana, bruno, caio, approval):
    client_of(ana).post(
        page("edit", approval), {"title": "Discount of 10%", "version": approval.version, "people": [bruno.pk]}
    )

    approval.refresh_from_db()
    assert (approval.title, approval.votes.get().person) == ("Discount of 10%", caio)


def test_it_is_withdrawn(client_of, ana, approval):
    client_of(ana).post(page("withdraw", approval))

    assert Approval.objects.get().state == "cancelled"


def test_a_stranger_finds_no_page(client_of, north, approval):
    from conftest import person

    stranger = person("Zoe Lima", north, "seller")

    assert client_of(stranger).get(approval.get_absolute_url()).status_code == 404
    assert client_of(stranger).post(page("decide", approval), {"approves": "yes"}).status_code == 404
    assert "Discount" not in client_of(stranger).get(LIST).content.decode()


def test_what_is_past_its_deadline_is_marked_on_page_list_and_record_and_can_be_filtered(
    client_of, ana, acme, approval
):
    client = client_of(ana)
    late = '<span class="n-badge n-badge--bad">Late</span>'
    Approval.objects.update(due_at=timezone.now() + timedelta(hours=1))
    pages = (approval.get_absolute_url(), acme.get_absolute_url(), LIST)
    assert [late in client.get(url).content.decode() for url in pages] == [False, False, False]
    assert "Discount of 12%" not in client.get(LIST, {"overdue": "true"}).content.decode()

    Approval.objects.update(due_at=timezone.now() - timedelta(hours=1))

    assert [late in client.get(url).content.decode() for url in pages] == [True, True, True]
    assert "Discount of 12%" in client.get(LIST, {"overdue": "true"}).content.decode()
    assert "Discount of 12%" not in client.get(LIST, {"overdue": "false"}).content.decode()


def test_how_one_hears_of_deadlines_of_approvals_is_chosen(client_of, caio):
    body = client_of(caio).get(reverse("crm:notice-choices")).content.decode()

    assert "approval_due_soon" in body
    assert "approval_late" in body
