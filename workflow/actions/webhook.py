"""What happens to a webhook: made with a secret that is shown once, changed, switched on and off."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from crm.actions.notice import notify
from crm.models import User
from crm.outbound import Refused, read
from workflow.automation.event import choices_for
from workflow.models import Webhook
from workflow.models.webhook import locked_away, new_secret


def check(webhook: Webhook, by):
    """ValidationError for an address nothing is sent to, or an event its owner may not see."""
    try:
        read(webhook.url)
    except Refused as error:
        raise ValidationError({"url": str(error)}) from error
    known = {event for __, events in choices_for(by) for event, ___ in events}
    unknown = [event for event in webhook.events if event not in known]
    if unknown:
        raise ValidationError({"events": _("There is no event %(event)s for you.") % {"event": unknown[0]}})


@action
def create(webhook: Webhook, *, by) -> tuple[Webhook, str]:
    """A webhook, switched on, and its secret, which is shown once."""
    secret = new_secret()
    webhook.owner, webhook.team, webhook.secret = by, by.team, locked_away(secret)
    webhook.is_on, webhook.on_since = True, timezone.now()
    check(webhook, by)
    return records.create(webhook, by=by), secret


@action
def edit(webhook: Webhook, *, by, values: dict, version: int | None = None) -> Webhook:
    """From now on it tells what who changed it may see."""
    values = {name: value for name, value in values.items() if name not in ("owner", "team")}
    records.edit(webhook, by=by, values={**values, "owner": by, "team": by.team}, version=version)
    fresh = Webhook.objects.get(pk=webhook.pk)
    check(fresh, by)
    Webhook.objects.filter(pk=fresh.pk).update(paused_until=None)
    return fresh


@action
def renew_secret(webhook: Webhook, *, by) -> str:
    """Another secret; the former one signs no more."""
    webhook, secret = locked(webhook, by), new_secret()
    Webhook.objects.filter(pk=webhook.pk).update(secret=locked_away(secret), owner=by, team=by.team)
    record(webhook, "secret_renewed", by=by)
    return secret


@action
def switch_on(webhook: Webhook, *, by) -> Webhook:
    """What happens from this moment on is told; what was missed meanwhile is not."""
    webhook = locked(webhook, by)
    if not webhook.is_on:
        check(webhook, by)
        mark(webhook, is_on=True, on_since=timezone.now(), off_reason="", owner=by, team=by.team)
        Webhook.objects.filter(pk=webhook.pk).update(failures=0, failing_since=None, paused_until=None)
        record(webhook, "switched_on", by=by)
    return webhook


@action
def switch_off(webhook: Webhook, *, by) -> Webhook:
    """What waits already is not sent any more."""
    webhook = locked(webhook, by)
    if webhook.is_on:
        mark(webhook, is_on=False)
        record(webhook, "switched_off", by=by)
    return webhook


@action
def trash(webhook: Webhook, *, by):
    records.require(by, "delete", webhook)
    if webhook.is_on:
        mark(webhook, is_on=False)
    records.trash(webhook, by=by)


def failed(webhook: Webhook, reason: str, pause, *, is_over: bool):
    """A receiver that failed gets a rest, longer each time; one that has long been failing is given up."""
    now = timezone.now()
    Webhook.objects.filter(pk=webhook.pk).update(
        failures=F("failures") + 1, paused_until=now + pause, failing_since=webhook.failing_since or now
    )
    fresh = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if is_over and fresh.is_on:
        mark(fresh, is_on=False, off_reason=reason[:300])
        entry = record(fresh, "gave_up", by=None, reason=reason[:300])
        owner = fresh.owner
        people = [owner] if owner is not None and owner.is_active else User.objects.administrators()
        key, details = f"webhook {fresh.pk} off {entry.pk}", {"reason": reason[:300]}
        notify("webhook_off", fresh, people, by=None, key=key, details=details)


def worked(webhook: Webhook):
    if webhook.failures or webhook.paused_until:
        Webhook.objects.filter(pk=webhook.pk).update(failures=0, failing_since=None, paused_until=None)


def refuse_who_lost_it(webhook):
    """PermissionDenied where a webhook's owner may not (any longer) let data out."""
    owner = webhook.owner
    if owner is None or not owner.is_active or not owner.access.may("create", Webhook):
        raise PermissionDenied(_("The owner of this webhook is deactivated, or may not have webhooks any more."))


def locked(webhook, by) -> Webhook:
    fresh = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    records.require(by, "change", fresh)
    return fresh


def mark(webhook, **values):
    for name, value in values.items():
        setattr(webhook, name, value)
    webhook.version += 1
    webhook.save(update_fields=[*values, "version", "updated_at"])
