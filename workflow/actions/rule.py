"""What happens to an automation: saved, switched on and off, thrown away, switched off because it keeps failing."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from crm.actions.notice import notify
from crm.models import User
from workflow.actions.rulestep import KINDS, refuse_who_lost_it
from workflow.automation.condition import Broken, q_of
from workflow.models import Rule

MOST_FAILURES = 5


def check(rule: Rule):
    """ValidationError where a rule could never run: it is told now, and not when it fails."""
    if rule.model is None:
        raise ValidationError({"record_type": _("Choose a kind of record.")})
    if rule.trigger == "field" and rule.watched is None:
        raise ValidationError({"field": _("Choose the field whose change counts.")})
    if rule.trigger == "time" and rule.date_term is None:
        raise ValidationError({"field": _("Choose the date from which the time is counted.")})
    if rule.trigger == "verb" and not rule.verb:
        raise ValidationError({"verb": _("Choose what has to happen.")})
    if not rule.steps:
        raise ValidationError(_("Say what is to be done: at least one step."))
    unknown = [one for one in rule.steps if one.get("kind") not in KINDS]
    if unknown:
        raise ValidationError(_("There is no such step."))
    try:
        q_of(rule.conditions, rule.model, rule.owner)
    except Broken as error:
        raise ValidationError(str(error)) from error


@action
def create(rule: Rule, *, by) -> Rule:
    """A new rule of whoever saves it, switched off: first one looks what it would have done."""
    rule.owner, rule.is_on = by, False
    check(rule)
    return records.create(rule, by=by)


@action
def edit(rule: Rule, *, by, values: dict, version: int | None = None) -> Rule:
    """From now on it acts with the rights of who changed it; what it has counted so far begins anew."""
    values = {name: value for name, value in values.items() if name not in ("owner", "team")}
    fresh = records.edit(rule, by=by, values={**values, "owner": by, "team": by.team}, version=version)
    fresh = Rule.objects.get(pk=fresh.pk)
    check(fresh)
    restart = {"failures": 0} | ({"on_since": timezone.now(), "swept_until": None} if fresh.is_on else {})
    Rule.objects.filter(pk=fresh.pk).update(**restart)
    return fresh


@action
def switch_on(rule: Rule, *, by) -> Rule:
    """It follows what happens from this moment on, with the rights of who switches it on."""
    rule = locked(rule, by)
    if rule.is_on:
        return rule
    rule.owner, rule.team = by, by.team
    refuse_who_lost_it(rule)
    check(rule)
    mark(
        rule, is_on=True, on_since=timezone.now(), swept_until=None, failures=0, off_reason="", owner=by, team=by.team
    )
    record(rule, "switched_on", by=by)
    return rule


@action
def switch_off(rule: Rule, *, by) -> Rule:
    """What is waiting already is not done any more."""
    rule = locked(rule, by)
    if rule.is_on:
        mark(rule, is_on=False)
        record(rule, "switched_off", by=by)
    return rule


@action
def trash(rule: Rule, *, by):
    """Out of the trash it comes back switched off."""
    if rule.is_on:
        records.require(by, "delete", rule)
        mark(rule, is_on=False)
    records.trash(rule, by=by)


def failed(rule: Rule, reason: str):
    """Count a failure, in the transaction of the failed run; after so many in a row the rule goes off."""
    Rule.objects.filter(pk=rule.pk).update(failures=F("failures") + 1)
    fresh = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if fresh.is_on and fresh.failures >= MOST_FAILURES:
        mark(fresh, is_on=False, off_reason=reason[:300])
        entry = record(fresh, "gave_up", by=None, reason=reason[:300])
        tell(fresh, key=f"rule {fresh.pk} off {entry.pk}")


def worked(rule: Rule):
    if rule.failures:
        Rule.objects.filter(pk=rule.pk).update(failures=0)


def tell(rule: Rule, *, key: str):
    """Its owner, or whoever administers where the owner has left."""
    owner = rule.owner
    people = [owner] if owner is not None and owner.is_active else User.objects.administrators()
    notify("automation_off", rule, people, by=None, key=key, details={"reason": rule.off_reason})


def locked(rule, by) -> Rule:
    fresh = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    records.require(by, "change", fresh)
    return fresh


def mark(rule, **values):
    for name, value in values.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.save(update_fields=[*values, "version", "updated_at"])
