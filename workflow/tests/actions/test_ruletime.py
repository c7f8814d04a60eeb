from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.models import Company
from crm.tests.factories import CompanyFactory, CustomFieldFactory
from workflow.actions import rule as rules
from workflow.actions import rulerun, ruletime
from workflow.automation.moment import zone
from workflow.models import Rule, RuleRun, Task
from workflow.tests.factories import TaskFactory
from workflow.tests.ruled import TASK, conditions, rule

REMIND = {"kind": "task", "title": "Prepare {title}", "who": "owner"}


def before(dora, amount=-3, unit="hours", **fields):
    """A rule some hours before a task is due, on since two days ago."""
    found = rule(
        dora, Task, verb="", trigger="time", field="due_at", amount=amount, unit=unit, steps=[REMIND], **fields
    )
    Rule.objects.filter(pk=found.pk).update(on_since=timezone.now() - timedelta(days=2))
    return found


def test_a_moment_that_came_sets_the_rule_off_once_whoever_sweeps(dora):
    before(dora)
    task = TaskFactory(title="Offer", owner=dora, due_at=timezone.now() + timedelta(hours=3, minutes=-1))
    TaskFactory(title="Later", owner=dora, due_at=timezone.now() + timedelta(hours=4))

    found = [ruletime.sweep() for __ in range(3)]
    rulerun.run_next()

    assert found == [1, 1, 1], "looked at again within the overlap, and written once"
    run = RuleRun.objects.get()
    assert (run.record_id, run.moment, run.state) == (task.pk, task.due_at - timedelta(hours=3), "done")
    assert Task.objects.filter(title="Prepare Offer").count() == 1


def test_another_date_is_another_moment(dora):
    before(dora)
    task = TaskFactory(owner=dora, due_at=timezone.now() + timedelta(hours=3, minutes=-2))
    ruletime.sweep()
    Task.objects.filter(pk=task.pk).update(due_at=timezone.now() + timedelta(hours=3, minutes=-1))

    ruletime.sweep()

    assert RuleRun.objects.count() == 2


def test_what_was_missed_is_caught_up_for_a_day_and_no_further(dora):
    before(dora)
    now = timezone.now()
    missed = TaskFactory(owner=dora, due_at=now - timedelta(hours=20) + timedelta(hours=3))
    TaskFactory(owner=dora, due_at=now - timedelta(hours=25) + timedelta(hours=3))

    ruletime.sweep()

    assert [run.record_id for run in RuleRun.objects.all()] == [missed.pk]


def test_moments_before_it_was_switched_on_are_past(dora):
    found = before(dora)
    rules.switch_off(found, by=dora)
    rules.switch_on(found, by=dora)
    TaskFactory(owner=dora, due_at=timezone.now() + timedelta(hours=3, minutes=-1))

    assert ruletime.sweep() == 0


def test_conditions_hold_for_moments_too(dora):
    before(dora, conditions=conditions(("title", "contains", "Offer")))
    for title in ("Offer", "Call"):
        TaskFactory(title=title, owner=dora, due_at=timezone.now() + timedelta(hours=3, minutes=-1))

    assert ruletime.sweep() == 1


def test_an_owner_who_left_fails_the_run_with_the_reason(dora, bruno):
    found = before(bruno)
    TaskFactory(owner=bruno, due_at=timezone.now() + timedelta(hours=3, minutes=-1))
    type(bruno).objects.filter(pk=bruno.pk).update(is_active=False)

    ruletime.sweep()
    rulerun.run_next()

    run = RuleRun.objects.get()
    assert (run.rule, run.state, run.reason) == (found, "failed", "The owner of this automation is deactivated.")


def test_a_rule_by_events_is_not_swept(dora):
    rule(dora, Task, steps=[TASK])
    TaskFactory(owner=dora, due_at=timezone.now())

    assert ruletime.sweep() == 0


def test_a_custom_date_sets_it_off_too_and_is_named_in_words(dora, client_of):
    kind = ContentType.objects.get_for_model(Company)
    CustomFieldFactory(record_type=kind, key="renewal", label="Contract renewal", kind="date")
    CustomFieldFactory(record_type=kind, key="note", label="Note", kind="text")
    when = {"verb": "", "trigger": "time", "amount": 0, "unit": "days"}
    found = rule(dora, Company, field="custom.renewal", **when)
    Rule.objects.filter(pk=found.pk).update(on_since=timezone.now() - timedelta(days=2))
    day = (timezone.now().astimezone(zone()) - timedelta(hours=8)).date()
    due = CompanyFactory(owner=dora, custom={"renewal": day.isoformat()})
    CompanyFactory(owner=dora, custom={"renewal": (day + timedelta(days=2)).isoformat()})
    CompanyFactory(owner=dora, custom={"note": day.isoformat()})

    ruletime.sweep()
    ruletime.sweep()

    assert [run.record_id for run in RuleRun.objects.all()] == [due.pk]
    assert "Contract renewal" in client_of(dora).get(found.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        rule(dora, Company, field="custom.note", **when)


def test_a_custom_date_that_is_switched_off_sets_nothing_off(dora):
    kind = ContentType.objects.get_for_model(Company)
    custom = CustomFieldFactory(record_type=kind, key="renewal", label="Contract renewal", kind="date")
    rule(dora, Company, field="custom.renewal", verb="", trigger="time", amount=0, unit="days")
    custom.is_active = False
    custom.save()

    assert ruletime.sweep() == 0
