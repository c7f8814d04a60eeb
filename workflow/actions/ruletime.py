"""Rules that a time sets off: each minute, what came since the last look; what was missed is caught up for a day."""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from workflow.actions import rule as rules
from workflow.actions.businesstime import calendar_of
from workflow.actions.rulerun import rows_of
from workflow.actions.rulestep import refuse_who_lost_it
from workflow.automation.condition import Broken
from workflow.automation.moment import reached
from workflow.models import Rule, RuleRun

log = logging.getLogger(__name__)

# Further back nothing is caught up: what should have been done last week is done by somebody by now.
CAUGHT_UP = timedelta(hours=24)
# A save that began before the last look and ended after it.
OVERLAP = timedelta(minutes=10)
BATCH = 500


def sweep(now=None) -> int:
    """Write a run for each record whose moment has come; returns how many were found."""
    now = now or timezone.now()
    waiting = Rule.objects.switched_on().filter(trigger="time").order_by("swept_until", "pk")
    return sum(swept_alone(pk, now) for pk in waiting.values_list("pk", flat=True))


def swept_alone(pk: int, now) -> int:
    """A rule that cannot be looked at keeps no other from its turn."""
    try:
        return sweep_rule(pk, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("automation %s could not be swept", pk)
        return 0


@transaction.atomic
def sweep_rule(pk: int, now) -> int:
    """One rule, by one worker at a time; the mark of how far it looked goes with what it found."""
    mine = Rule.objects.switched_on().filter(pk=pk, trigger="time").select_related("owner", "record_type")
    rule = mine.select_for_update(skip_locked=True, of=("self",)).first()
    if rule is None or rule.date_term is None:
        return 0
    found = 0
    for batch in batches(due(rule, now)):
        RuleRun.objects.bulk_create([run_at(rule, *one) for one in batch], ignore_conflicts=True)
        found += len(batch)
    Rule.objects.filter(pk=pk).update(swept_until=now)
    return found


def due(rule: Rule, now):
    """(record id, moment); where the owner lost the right, the first few of all, whose runs fail with the reason."""
    begins = max(now - CAUGHT_UP, rule.on_since, (rule.swept_until or rule.on_since) - OVERLAP)
    try:
        refuse_who_lost_it(rule)
        rows, most = rows_of(rule), None
    except (PermissionDenied, Broken):
        rows, most = rule.model.objects.alive(), rules.MOST_FAILURES
    for number, one in enumerate(reached(rows, rule.date_term, rule.distance, begins, now, calendar_of())):
        if most is not None and number >= most:
            return
        yield one


def batches(found):
    batch = []
    for one in found:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def run_at(rule, record_id, moment) -> RuleRun:
    run = RuleRun(rule=rule, record_type_id=rule.record_type_id, record_id=record_id, moment=moment)
    run.chain = [run.link]
    return run
