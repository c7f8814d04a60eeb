"""Runs: found in the history, done once each, stopped where they would go round in circles, done again when asked."""

import logging
import re
from collections import defaultdict
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import acting, action
from crm.exceptions import Conflict
from crm.jobs import enqueue
from crm.models import Organization
from workflow.actions import rule as rules
from workflow.actions.rulestep import do_all, refuse_who_lost_it
from workflow.automation.condition import Broken, q_of
from workflow.automation.trigger import GONE, fits
from workflow.models import Rule, RuleRun
from workflow.models.rulerun import LEASE

log = logging.getLogger(__name__)

CAUSE = re.compile(r"^rule (\d+) run (\d+)$")
DEEPEST = 5
# So often within this time for one record, and another system answers each of its changes: a loop no chain shows.
OFTEN, LATELY = 20, timedelta(hours=1)
KEPT = timedelta(days=365)
REFUSALS = (PermissionDenied, ValidationError, Conflict, Broken, ObjectDoesNotExist)


def read(entries: list):
    """Write a run for every rule that these entries of the history set off; in the transaction of who reads them.

    One query for the rules, one for each rule that something of this could concern: not one for each entry.
    """
    by_kind = defaultdict(list)
    for entry in entries:
        by_kind[entry.record_type_id].append(entry)
    candidates = []
    for rule in Rule.objects.switched_on().filter(record_type__in=by_kind).select_related("owner", "record_type"):
        found = first_of_each_save(entry for entry in by_kind[rule.record_type_id] if fits(rule, entry))
        matched = meeting(rule, {entry.record_id for entry in found})
        candidates += [(rule, entry) for entry in found if entry.record_id in matched]
    parents = parents_of(entry for __, entry in candidates)
    runs = [run_of(rule, entry, parents.get(entry.cause)) for rule, entry in candidates]
    RuleRun.objects.bulk_create(runs, ignore_conflicts=True, batch_size=500)
    if runs:
        enqueue("workflow.tasks.run_automations")
    return len(runs)


def first_of_each_save(entries) -> list:
    """One save writes an entry for each field."""
    found = {}
    for entry in entries:
        found.setdefault((entry.record_id, entry.transaction or -entry.pk), entry)
    return list(found.values())


def meeting(rule: Rule, ids: set) -> set:
    """Which of these records meet the rule's conditions, as its owner sees them.

    Where the owner lost the right, or a condition cannot be read, a few are kept: each run fails with the reason.
    """
    if not ids:
        return set()
    try:
        refuse_who_lost_it(rule)
        with transaction.atomic():
            return set(rows_of(rule).filter(pk__in=ids).values_list("pk", flat=True))
    except OperationalError:
        raise
    except (PermissionDenied, Broken, DatabaseError):
        return set(sorted(ids)[: rules.MOST_FAILURES])


def rows_of(rule: Rule):
    """The one way a rule looks at records, live or not: what its owner sees, and the conditions."""
    model = rule.model
    if rule.trigger == "verb" and rule.verb in GONE:
        rows = model.objects.filter(deleted_at__isnull=False).filter(
            model.access_condition(rule.owner.access, "view")
        )
    else:
        rows = model.objects.visible_to(rule.owner)
    return rows.filter(q_of(rule.conditions, model, rule.owner))


def parents_of(entries) -> dict:
    """Cause to the run it names."""
    numbers = {int(found[2]): entry.cause for entry in entries if (found := CAUSE.match(entry.cause))}
    runs = RuleRun.objects.in_bulk(numbers) if numbers else {}
    return {cause: runs[pk] for pk, cause in numbers.items() if pk in runs}


def run_of(rule, entry, parent=None) -> RuleRun:
    run = RuleRun(
        rule=rule,
        record_type_id=entry.record_type_id,
        record_id=entry.record_id,
        entry=entry.pk,
        transaction=entry.transaction,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
    )
    way = parent.chain if parent else []
    run.chain = [*way, run.link]
    reason = circular(run, way)
    if reason:
        run.state, run.reason, run.finished_at = "stopped", reason, timezone.now()
    return run


def circular(run, way) -> str:
    """Why it must not go on, "" where it may."""
    if run.link not in way and run.depth <= DEEPEST:
        return ""
    with translation.override(Organization.current().language):
        if run.link in way:
            return _("It was set off by its own change of this very record.")
        return _("More than %(count)s automations set each other off in a row.") % {"count": DEEPEST}


def is_restless(run) -> bool:
    """Whether the rule has done the same for this record again and again just now."""
    same = RuleRun.objects.filter(rule=run.rule_id, record_id=run.record_id, state="done")
    return same.filter(created_at__gt=timezone.now() - LATELY).count() >= OFTEN


def run_next() -> RuleRun | None:
    """Do the next run that waits; None when there is none."""
    run = claim()
    if run is not None:
        perform(run)
    return run


@transaction.atomic
def claim() -> RuleRun | None:
    """Take one for one lease; the attempt is counted first, so that nothing kills workers for ever."""
    run = RuleRun.objects.due().order_by("pk").select_for_update(skip_locked=True).first()
    if run is not None:
        run.attempts += 1
        run.leased_until = timezone.now() + LEASE
        run.save(update_fields=["attempts", "leased_until"])
    return run


def perform(run: RuleRun):
    """All steps and the mark that they are done in one transaction: a worker that dies leaves nothing half done."""
    try:
        with transaction.atomic():
            mine = RuleRun.objects.filter(pk=run.pk, state="waiting", attempts=run.attempts)
            run = mine.select_for_update(of=("self",)).select_related("rule__owner", "rule__record_type").first()
            if run is not None:
                with translation.override(language_of(run.rule.owner)):
                    attempt(run)
    except (OperationalError, InterfaceError) as error:
        # The database was away, or somebody held a row: it waits, and is tried again when the lease ends.
        log.warning("run %s waits: %s", run and run.pk, type(error).__name__)


def language_of(owner) -> str:
    return (owner.language if owner else "") or Organization.current().language


def attempt(run: RuleRun):
    rule = run.rule
    if not rule.is_on or rule.deleted_at is not None:
        return end(run, "skipped", _("The automation was switched off meanwhile."))
    if is_restless(run):
        reason = _("It ran %(count)s times for this record within an hour: another system may be answering it.")
        return end(run, "stopped", reason % {"count": OFTEN})
    try:
        refuse_who_lost_it(rule)
        record = rows_of(rule).filter(pk=run.record_id).first()
        if record is None:
            return end(
                run, "skipped", _("The record no longer meets the conditions, or its owner no longer sees it.")
            )
        with acting(rule.owner, cause=run.cause):
            run.done = do_all(run, record)
    except (OperationalError, InterfaceError):
        raise
    except REFUSALS as error:
        fail(run, said(error))
    except DatabaseError as error:
        fail(run, str(error).splitlines()[0])
    except Exception:
        log.exception("run %s failed", run.pk)
        fail(run, _("An unexpected error. The administrator finds it in the logs."))
    else:
        end(run, "done")
        rules.worked(rule)


def said(error) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ObjectDoesNotExist):
        return _("A record that the automation names is gone.")
    if isinstance(error, Conflict):
        return _("Somebody changed the record at the same moment.")
    return str(error) or _("Your role does not allow this.")


def fail(run: RuleRun, reason: str):
    end(run, "failed", reason)
    rules.failed(run.rule, reason)


def end(run: RuleRun, state: str, reason=""):
    run.state, run.reason, run.finished_at, run.leased_until = state, reason[:500], timezone.now(), None
    run.save(update_fields=["state", "reason", "done", "finished_at", "leased_until"])


@action
def replay(run: RuleRun, *, by):
    """Once more what failed or was stopped, from the beginning: a failed run has left nothing behind."""
    run = RuleRun.objects.select_for_update(of=("self",)).select_related("rule").get(pk=run.pk)
    records.require(by, "change", run.rule)
    if not run.may_be_replayed:
        raise ValidationError(_("Only what failed or was stopped can be done again."))
    if not run.rule.is_on:
        raise ValidationError(_("Switch the automation on first."))
    RuleRun.objects.filter(pk=run.pk).update(
        state="waiting", reason="", attempts=0, leased_until=None, finished_at=None
    )


def give_up() -> int:
    """Runs over which every worker died so far fail, and count as failures of their rule."""
    lost = RuleRun.objects.given_up().values_list("pk", flat=True)[:100]
    for pk in list(lost):
        with transaction.atomic():
            run = (
                RuleRun.objects.given_up()
                .filter(pk=pk)
                .select_for_update(of=("self",))
                .select_related("rule")
                .first()
            )
            if run is not None:
                fail(run, _("Every attempt ended without an answer. The administrator finds more in the logs."))
    return len(lost)


def prune() -> int:
    """Runs of long ago go from the log; what they changed stays in the history of the records."""
    old = RuleRun.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(state="waiting")
    return RuleRun.objects.filter(
        pk__in=list(old.order_by("created_at").values_list("pk", flat=True)[:5000])
    ).delete()[0]
