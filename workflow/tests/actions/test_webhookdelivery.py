import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.actions import record as records
from crm.models import Company, HistoryEntry, Notice
from crm.tests.factories import CompanyFactory
from workflow.actions import webhook as webhooks
from workflow.actions import webhookdelivery as deliveries
from workflow.models import RuleRun, Task, Webhook, WebhookDelivery
from workflow.tests.factories import TaskFactory
from workflow.tests.receiver import receiver  # noqa: F401
from workflow.tests.ruled import follow, rule

COMPANY = "crm.company:created"


def made(by, receiver, *events, **fields):  # noqa: F811
    """(webhook, secret) of somebody who is told these events."""
    return webhooks.create(Webhook(name="ERP", url=receiver.url, events=list(events), **fields), by=by)


def tell():
    """Read all of the history, and send what is due; returns how many were sent."""
    deliveries.read(list(HistoryEntry.objects.order_by("transaction", "pk")))
    count = 0
    while deliveries.send_next():
        count += 1
    return count


def again(delivery=None):
    """As if the wait were over."""
    Webhook.objects.update(paused_until=None)
    WebhookDelivery.objects.update(due_at=timezone.now())


def test_what_happens_arrives_signed_with_the_record_as_the_api_shows_it(dora, receiver, api_of):  # noqa: F811
    __, secret = made(dora, receiver, COMPANY)
    company = CompanyFactory(owner=dora, name="Acme", city="Bagé")

    assert tell() == 1

    [(headers, body)], [told] = receiver.taken, receiver.bodies
    shown = api_of(dora).get(f"/api/v1/companies/{company.pk}/").json()
    assert (told["type"], told["id"]) == ("crm.company.created", headers["webhook-id"])
    assert told["record"] == {"kind": "crm.company", **shown, "url": told["record"]["url"]}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status, delivery.response) == ("delivered", 200, "noted")


def test_reading_the_same_history_again_sends_nothing_again(dora, receiver):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)

    assert (tell(), tell()) == (1, 0)
    assert len(receiver.taken) == 1


def test_a_save_of_many_fields_is_one_event_that_names_them(dora, receiver):  # noqa: F811
    made(dora, receiver, "crm.company:changed")
    company = CompanyFactory(owner=dora)
    records.edit(company, by=dora, values={"city": "Bagé", "state": "RS"})

    tell()

    assert [one["changed"] for one in receiver.bodies] == [["city", "state"]]


def test_nothing_of_what_its_owner_may_not_see_is_sent(dora, caio, receiver):  # noqa: F811
    """The owner lost sight of the North since: neither the record nor its number leaves."""
    webhook, __ = made(dora, receiver, COMPANY)
    CompanyFactory(owner=caio, name="Northern secret")
    dora.roles.clear()
    Webhook.objects.filter(pk=webhook.pk).update(owner=dora)

    assert tell() == 0
    assert (receiver.taken, WebhookDelivery.objects.count()) == ([], 0)


def test_a_right_lost_between_event_and_delivery_counts(dora, receiver):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    deliveries.read(list(HistoryEntry.objects.all()))
    dora.roles.clear()

    deliveries.send_next()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.request, receiver.taken) == ("dropped", "", [])
    assert "may not have webhooks" in delivery.error


def test_a_record_that_went_to_the_trash_is_told_by_number_alone(dora, receiver):  # noqa: F811
    made(dora, receiver, "crm.company:trashed")
    company = CompanyFactory(owner=dora, name="Acme")
    records.trash(company, by=dora)

    tell()

    assert receiver.bodies[0]["record"] == {"kind": "crm.company", "id": company.pk}


def test_a_failure_is_repeated_later_with_the_same_id_and_the_record_as_it_is_then(dora, receiver):  # noqa: F811
    made(dora, receiver, COMPANY)
    company = CompanyFactory(owner=dora, name="Old")
    receiver.script = [500, 200]

    tell()
    first = WebhookDelivery.objects.get()
    records.edit(company, by=dora, values={"name": "New"})
    nothing_yet = deliveries.send_next()
    again()
    deliveries.send_next()

    assert (first.state, first.status, nothing_yet) == ("waiting", 500, None)
    assert first.due_at > timezone.now() + timedelta(seconds=40)
    assert [one["record"]["name"] for one in receiver.bodies] == ["Old", "New"]
    assert len({one["id"] for one in receiver.bodies}) == 1
    assert Webhook.objects.get().failures == 0


def test_waits_grow_and_end(dora, receiver):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    receiver.script = [503] * 20
    tell()
    waits = []
    for __ in range(20):
        delivery = WebhookDelivery.objects.get()
        if delivery.state != "waiting":
            break
        waits.append(round((delivery.due_at - timezone.now()).total_seconds() / 60))
        again()
        deliveries.send_next()

    assert (delivery.state, delivery.attempts, len(receiver.taken)) == ("failed", 12, 12)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_a_receiver_that_failed_rests_and_the_others_are_served(dora, receiver):  # noqa: F811
    bad, __ = made(dora, receiver, COMPANY)
    good, __ = made(dora, receiver, COMPANY)
    Webhook.objects.filter(pk=bad.pk).update(url=f"http://{receiver.authority}/bad")
    receiver.script = [500]
    for __ in range(5):
        CompanyFactory(owner=dora)

    tell()

    counts = [one.deliveries.filter(attempts__gt=0).count() for one in (bad, good)]
    assert sorted(counts) == [1, 5]
    assert len(receiver.taken) == 6


def test_long_failing_switches_off_and_tells_the_owner(dora, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    receiver.script = [500, 500]
    tell()
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=4))
    again()
    deliveries.send_next()

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_reason) == (False, "HTTP 500")
    assert [(one.kind, one.person) for one in Notice.objects.all()] == [("webhook_off", dora)]


def test_gone_is_gone_at_once(dora, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    receiver.script = [410]

    tell()

    webhook.refresh_from_db()
    assert (webhook.is_on, WebhookDelivery.objects.get().state) == (False, "failed")


def test_an_internal_address_gets_nothing_even_if_it_was_saved_before(dora, receiver, settings):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    settings.WEBHOOK_ALLOWED_HOSTS = []

    tell()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, receiver.taken) == ("waiting", [])
    assert "private network" in delivery.error or "ports" in delivery.error


def test_a_name_that_turns_inward_gets_nothing(dora, receiver, settings):  # noqa: F811
    made(dora, receiver, COMPANY)
    settings.WEBHOOK_ALLOWED_HOSTS = []
    Webhook.objects.update(url="http://rebind.example:8080/")
    CompanyFactory(owner=dora)
    deliveries.read(list(HistoryEntry.objects.all()))

    deliveries.send_next(resolver=lambda host, port: ["127.0.0.1"])

    assert receiver.taken == []
    assert "private network" in WebhookDelivery.objects.get().error


def test_a_worker_that_died_while_sending_is_followed_by_another(dora, receiver):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    deliveries.read(list(HistoryEntry.objects.all()))
    deliveries.claim()

    assert deliveries.send_next() is None
    WebhookDelivery.objects.update(leased_until="2020-01-01T00:00Z")
    deliveries.send_next()

    assert WebhookDelivery.objects.get().state == "delivered"


def test_only_so_many_workers_send_at_once(settings, db):
    settings.WEBHOOK_WORKERS = 0

    with deliveries.slot() as is_mine:
        assert not is_mine


def test_sent_again_by_hand_with_the_same_id(dora, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    tell()

    deliveries.replay(WebhookDelivery.objects.get(), by=dora)
    deliveries.send_next()

    assert len({one["id"] for one in receiver.bodies}) == 1
    assert len(receiver.taken) == 2
    webhooks.switch_off(webhook, by=dora)
    with pytest.raises(ValidationError):
        deliveries.replay(WebhookDelivery.objects.get(), by=dora)


def test_a_rule_calls_a_webhook_once(dora, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver)
    found = rule(dora, Company, steps=[{"kind": "webhook", "webhook": webhook.pk}])
    company = CompanyFactory(owner=dora)

    follow()
    tell()
    tell()

    assert RuleRun.objects.get().state == "done"
    assert [one["type"] for one in receiver.bodies] == [f"crm.company.rule.{found.pk}"]
    assert receiver.bodies[0]["record"]["id"] == company.pk


def test_a_rule_of_who_may_not_use_the_webhook_fails(dora, bruno, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver)
    rule(bruno, Company, steps=[{"kind": "webhook", "webhook": webhook.pk}])
    CompanyFactory(owner=bruno)

    follow()

    assert RuleRun.objects.get().state == "failed"
    assert not WebhookDelivery.objects.exists()


def test_a_test_is_signed_and_holds_no_record(dora, receiver):  # noqa: F811
    webhook, __ = made(dora, receiver)

    deliveries.ping(webhook, by=dora)
    deliveries.send_next()

    assert receiver.bodies[0]["type"] == "ping"
    assert "record" not in receiver.bodies[0]


def test_the_secret_is_not_in_the_database_as_it_is(dora, receiver):  # noqa: F811
    webhook, secret = made(dora, receiver)
    other = webhooks.renew_secret(webhook, by=dora)

    kept = Webhook.objects.get().secret
    assert secret.removeprefix("whsec_") not in kept
    assert other.removeprefix("whsec_") not in kept
    assert secret != other


def test_with_another_key_of_the_installation_nothing_is_sent(dora, receiver, settings):  # noqa: F811
    made(dora, receiver, COMPANY)
    CompanyFactory(owner=dora)
    settings.SECRET_KEY = "another" * 10

    tell()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, "new one" in delivery.error, receiver.taken) == ("dropped", True, [])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://10.0.0.1/", "ftp://example.com/", "https://a@b.example/"]
)
def test_an_address_that_nothing_is_sent_to_is_refused_when_it_is_typed(dora, url):
    with pytest.raises(ValidationError):
        webhooks.create(Webhook(name="x", url=url), by=dora)


def test_events_of_kinds_one_may_not_see_are_refused(dora):
    with pytest.raises(ValidationError):
        webhooks.create(Webhook(name="x", url="https://hooks.example/", events=["crm.user:created"]), by=dora)


def test_what_is_worked_out_for_figures_is_no_event(dora, receiver):  # noqa: F811
    task = TaskFactory(owner=dora)
    made(dora, receiver, "workflow.task:changed")

    Task.objects.filter(pk=task.pk).update(worked_seconds=7200)
    assert tell() == 0

    Task.objects.filter(pk=task.pk).update(title="Call João")
    assert tell() == 1
