"""Deliveries: found in the history or asked for by a rule, sent by few workers, repeated with patience, replayed."""

import base64
import hashlib
import hmac
import json
import logging
import secrets
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from crm.jobs import enqueue
from crm.outbound import Answer, Refused, post
from crm.timelines.name import model_of
from crm.ui.registry import registry
from workflow.actions import webhook as webhooks
from workflow.automation.event import PING, event_of
from workflow.automation.trigger import is_for_figures
from workflow.models import Webhook, WebhookDelivery
from workflow.models.webhook import PREFIX, unlocked
from workflow.models.webhookdelivery import LEASE

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)
# A receiver that answered nothing well for so long is not asked any more.
PATIENCE = timedelta(days=3)
KEPT, KEPT_FOR = 4000, timedelta(days=60)
# The first of a few numbers that say, as advisory locks, who is sending.
SLOT = 711_400


def read(entries: list) -> int:
    """Write a delivery for every webhook that asked for one of these; in the transaction of who reads them."""
    labels = {pk: model_of(pk) for pk in {entry.record_type_id for entry in entries}}
    written = 0
    for webhook in Webhook.objects.switched_on().exclude(events=[]).select_related("owner"):
        found = {}
        for entry in entries:
            model = labels.get(entry.record_type_id)
            if model is None or is_for_figures(model, entry):
                continue
            if is_wanted(webhook, event_of(model._meta.label_lower, entry.verb), entry):
                found.setdefault(key_of(entry), []).append(entry)
        written += write(webhook, found, labels)
    if written:
        enqueue("workflow.tasks.deliver_webhooks")
    return written


def is_wanted(webhook, event, entry) -> bool:
    return event in webhook.events and entry.recorded_at >= webhook.on_since


def key_of(entry) -> str:
    """One save of many fields is one event."""
    return f"{entry.record_type_id} {entry.record_id} {entry.verb} {entry.transaction or -entry.pk}"


def write(webhook, found: dict, labels) -> int:
    """Of what its owner sees, one query for each kind; nothing of what they do not."""
    by_kind = {}
    for key, entries in found.items():
        by_kind.setdefault(entries[0].record_type_id, []).append((key, entries))
    rows = []
    for type_id, events in by_kind.items():
        seen = visible(webhook, labels[type_id], {entries[0].record_id for __, entries in events})
        told = [(key, entries) for key, entries in events if entries[0].record_id in seen]
        rows += [delivery_of(webhook, key, entries, labels[type_id]) for key, entries in told]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def visible(webhook, model, ids) -> set:
    """Also what lies in the trash, if its owner would see it out of there: that it went there is told."""
    if webhook.owner is None or not webhook.owner.is_active:
        return set()
    rows = model._base_manager.filter(model.access_condition(webhook.owner.access, "view"))
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True))


def delivery_of(webhook, key, entries, model) -> WebhookDelivery:
    first = entries[0]
    fields = sorted({entry.field.removesuffix("_id") for entry in entries if entry.field})
    return WebhookDelivery(
        webhook=webhook,
        key=key,
        event=event_of(model._meta.label_lower, first.verb),
        event_id=new_id(),
        record_type_id=first.record_type_id,
        record_id=first.record_id,
        entry=first.pk,
        details={"changed": fields} if fields else {},
        occurred_at=first.occurred_at,
    )


def new_id() -> str:
    return f"evt_{secrets.token_hex(16)}"


def ask(webhook: Webhook, record, *, key: str, event: str) -> WebhookDelivery:
    """One delivery about a record, such as a rule wants; the same key again gives the one there is."""
    delivery, is_new = WebhookDelivery.objects.get_or_create(
        webhook=webhook,
        key=key,
        defaults={
            "event": event,
            "event_id": new_id(),
            "record_type": ContentType.objects.get_for_model(record) if record is not None else None,
            "record_id": record.pk if record is not None else None,
        },
    )
    if is_new:
        enqueue("workflow.tasks.deliver_webhooks")
    return delivery


@action
def ping(webhook: Webhook, *, by) -> WebhookDelivery:
    """Something without a record, to see whether it arrives."""
    records.require(by, "change", webhook)
    return ask(webhook, None, key=f"ping {secrets.token_hex(8)}", event=PING)


@action
def replay(delivery: WebhookDelivery, *, by):
    """The same event once more, with the record as it is now, at once."""
    delivery = WebhookDelivery.objects.select_related("webhook").get(pk=delivery.pk)
    records.require(by, "change", delivery.webhook)
    if not delivery.webhook.is_on:
        raise ValidationError(_("Switch the webhook on first."))
    again = {"state": "waiting", "attempts": 0, "due_at": timezone.now(), "leased_until": None, "finished_at": None}
    WebhookDelivery.objects.filter(pk=delivery.pk).exclude(state="waiting").update(**again)
    Webhook.objects.filter(pk=delivery.webhook_id).update(paused_until=None)
    enqueue("workflow.tasks.deliver_webhooks")


# --- Sending ----------------------------------------------------------------


@contextmanager
def slot():
    """Whether this worker may send: only so many do at once, however many receivers stall.

    A lock of the connection: who dies lets it go.
    """
    mine = next((n for n in range(settings.WEBHOOK_WORKERS) if asked("pg_try_advisory_lock", n)), None)
    try:
        yield mine is not None
    finally:
        if mine is not None:
            asked("pg_advisory_unlock", mine)


def asked(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [SLOT + number])
        return cursor.fetchone()[0]


def send_next(**options) -> WebhookDelivery | None:
    """Send the next one that is due; None when there is none."""
    delivery = claim()
    if delivery is not None:
        send(delivery, **options)
    return delivery


@transaction.atomic
def claim() -> WebhookDelivery | None:
    """Take one for one lease; the attempt is counted before anything is sent."""
    rows = WebhookDelivery.objects.due().order_by("due_at", "pk").select_related("webhook__owner", "record_type")
    delivery = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is not None:
        delivery.attempts += 1
        delivery.leased_until = timezone.now() + LEASE
        delivery.save(update_fields=["attempts", "leased_until"])
    return delivery


def send(delivery: WebhookDelivery, **options):
    """One attempt; `options` go to crm.outbound.post()."""
    try:
        body, headers = written(delivery)
    except (PermissionDenied, ValidationError) as error:
        return end(delivery, "dropped", error=str(getattr(error, "message", error)))
    delivery.request = body.decode()[:KEPT]
    try:
        answer = post(delivery.webhook.url, body, headers, **options)
    except Refused as error:
        answer = Answer(error=str(error))
    settle(delivery, answer)


def written(delivery) -> tuple[bytes, dict]:
    """Body and headers, signed; what may not be told (any longer) is refused here, at every attempt anew."""
    webhook = delivery.webhook
    if not webhook.is_on or webhook.deleted_at is not None:
        raise ValidationError(_("The webhook was switched off meanwhile."))
    webhooks.refuse_who_lost_it(webhook)
    secret = unlocked(webhook.secret)
    if secret is None:
        raise ValidationError(_("The secret cannot be read any more. Make a new one."))
    told = {"id": delivery.event_id, "type": delivery.event.replace(":", "."), "occurred_at": delivery.occurred_at}
    told |= delivery.details
    if delivery.record_id is not None:
        told["record"] = record_told(delivery)
    body = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    stamp = str(int(timezone.now().timestamp()))
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "Norte-Webhook",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(secret, delivery.event_id, stamp, body),
    }


def record_told(delivery) -> dict:
    """The record as the API shows it to the webhook's owner; of one in the trash its number alone."""
    model, owner = delivery.model, delivery.webhook.owner
    record = model.objects.visible_to(owner).filter(pk=delivery.record_id).first() if model else None
    shown = registry.represented(record, owner) if record is not None else None
    head = {"kind": model._meta.label_lower, "id": delivery.record_id} if model else {}
    if shown is not None:
        return head | shown
    if model is not None and visible(delivery.webhook, model, {delivery.record_id}):
        return head
    raise PermissionDenied(_("The owner of this webhook may not see the record any more."))


def signature(secret: str, event_id: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over id, time stamp and body, as standardwebhooks.com has it."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{event_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


@transaction.atomic
def settle(delivery, answer: Answer):
    """Write how it went; a receiver that failed gets a rest before anything else is sent there."""
    delivery.status, delivery.response, delivery.seconds = (
        answer.status or None,
        answer.text,
        round(answer.seconds, 3),
    )
    if answer.is_taken:
        end(delivery, "delivered")
        return webhooks.worked(delivery.webhook)
    log.info("webhook delivery %s failed: %s", delivery.pk, answer.error)
    pause = min(FIRST_DELAY * 2 ** (delivery.attempts - 1), LONGEST_DELAY)
    since = delivery.webhook.failing_since
    is_over = answer.status == 410 or (since is not None and since < timezone.now() - PATIENCE)
    if answer.status == 410 or delivery.attempts >= MAX_ATTEMPTS:
        end(delivery, "failed", error=answer.error)
    else:
        mine(delivery).update(**kept(delivery), due_at=timezone.now() + pause, leased_until=None, error=answer.error)
    webhooks.failed(delivery.webhook, answer.error, pause, is_over=is_over)


def end(delivery, state: str, error=""):
    mine(delivery).update(
        **kept(delivery), state=state, error=error[:300], finished_at=timezone.now(), leased_until=None
    )


def mine(delivery):
    """The row, unless another worker has taken it over meanwhile."""
    return WebhookDelivery.objects.filter(pk=delivery.pk, state="waiting", attempts=delivery.attempts)


def kept(delivery) -> dict:
    return {name: getattr(delivery, name) for name in ("status", "request", "response", "seconds")}


def prune() -> int:
    """What was sent long ago holds what records said then: it goes."""
    old = WebhookDelivery.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).exclude(state="waiting")
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:5000])
    return WebhookDelivery.objects.filter(pk__in=ids).delete()[0]
