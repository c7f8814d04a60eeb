from django.urls import reverse

from crm.models import HistoryEntry
from crm.tests.factories import CompanyFactory
from workflow.actions import webhookdelivery as deliveries
from workflow.models import Webhook, WebhookDelivery
from workflow.tests.factories import WebhookDeliveryFactory, WebhookFactory
from workflow.tests.receiver import receiver  # noqa: F401

SENT = {"name": "ERP", "url": "https://hooks.example/in", "events": ["crm.company:created"], "once": "one"}


def test_the_secret_is_shown_in_the_first_answer_alone(client_of, dora):
    client, url = client_of(dora), reverse("workflow:webhook-create")

    first, second = client.post(url, SENT), client.post(url, SENT)

    webhook = Webhook.objects.get()
    assert first.status_code == 201
    assert "whsec_" in first.content.decode()
    assert second["Location"] == webhook.get_absolute_url()
    assert (webhook.owner, webhook.is_on, webhook.events) == (dora, True, ["crm.company:created"])
    for page in ("detail", "edit"):
        assert "whsec_" not in client.get(reverse(f"workflow:webhook-{page}", args=[webhook.pk])).content.decode()


def test_an_internal_address_is_refused_beside_its_field(client_of, dora):
    answer = client_of(dora).post(reverse("workflow:webhook-create"), {**SENT, "url": "http://192.168.0.10/"})

    assert answer.status_code == 422
    assert "private network" in answer.content.decode()


def test_only_administrators_let_data_out(client_of, bruno, ana):
    webhook = WebhookFactory()

    for user in (bruno, ana):
        for name, args in (("list", []), ("create", []), ("detail", [webhook.pk])):
            assert client_of(user).get(reverse(f"workflow:webhook-{name}", args=args)).status_code == 403


def test_the_log_shows_what_was_sent_and_answered_and_sends_again(client_of, dora, receiver):  # noqa: F811
    WebhookFactory(owner=dora, url=receiver.url, events=["crm.company:created"])
    CompanyFactory(owner=dora, name="Acme")
    deliveries.read(list(HistoryEntry.objects.all()))
    deliveries.send_next()
    delivery = WebhookDelivery.objects.get()
    client = client_of(dora)

    page = client.get(delivery.get_absolute_url()).content.decode()
    client.post(reverse("workflow:webhookdelivery-replay", args=[delivery.pk]))

    assert "Company: created" in page
    assert "Acme" in page
    assert "noted" in page
    assert WebhookDelivery.objects.get().state == "waiting"


def test_what_a_delivery_held_is_read_only_by_who_sees_the_record(client_of, dora, enzo, ana, south):
    """The auditor sees all companies, and so what was sent of one; not what was sent of one that is gone."""
    company = CompanyFactory(owner=ana)
    given = {"record_type": company_type(), "request": "CONTENT", "webhook": WebhookFactory(owner=dora)}
    seen = WebhookDeliveryFactory(record_id=company.pk, **given)
    gone = WebhookDeliveryFactory(record_id=1, **given)

    shown = [client_of(enzo).get(one.get_absolute_url()).content.decode() for one in (seen, gone)]

    assert ["CONTENT" in page for page in shown] == [True, False]


def company_type():
    from django.contrib.contenttypes.models import ContentType

    from crm.models import Company

    return ContentType.objects.get_for_model(Company)


def test_switching_testing_and_a_new_secret(client_of, dora):
    webhook = WebhookFactory(owner=dora)
    client = client_of(dora)

    client.post(reverse("workflow:webhook-ping", args=[webhook.pk]))
    renewed = client.post(reverse("workflow:webhook-renew-secret", args=[webhook.pk]))
    client.post(reverse("workflow:webhook-switch-off", args=[webhook.pk]))

    webhook.refresh_from_db()
    assert WebhookDelivery.objects.get().event == "ping"
    assert (renewed.status_code, "whsec_" in renewed.content.decode()) == (201, True)
    assert webhook.is_on is False
