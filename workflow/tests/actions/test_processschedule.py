"""Templates that start by themselves: each slot once, of what was missed the newest, by the starter's rights."""

import datetime
import threading
import zoneinfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from crm.models import Company, HistoryEntry, Notice, Role
from workflow import tasks as jobs
from workflow.actions import processschedule as schedules
from workflow.actions import processtemplate as templates
from workflow.models import Process, ProcessSchedule, Task
from workflow.tests.factories import ProcessScheduleFactory, ProcessStepFactory, ProcessTemplateFactory

ZONE = zoneinfo.ZoneInfo("America/Sao_Paulo")


def soon(days=1, hour=9):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), ZONE)


@pytest.fixture
def template(db):
    found = ProcessTemplateFactory(name="Close the month")
    ProcessStepFactory(template=found, title="Reconcile", assignee="starter")
    return found


@pytest.fixture
def daily(template, bruno):
    """Every day at nine from tomorrow on, in Bruno's name."""
    return schedules.plan(template, by=bruno, starter=bruno, rule="FREQ=DAILY", starts_at=soon())


def fresh():
    return ProcessSchedule.objects.get()


def keys():
    return list(Process.objects.order_by("pk").values_list("key", flat=True))


def test_it_starts_when_its_time_comes_and_once_however_often_one_sweeps(daily, bruno):
    found = [schedules.start_due(soon() + datetime.timedelta(minutes=more)) for more in (-1, 0, 1)]

    assert found == [0, 1, 0]
    process = Process.objects.get()
    assert (process.name, process.owner, process.about) == ("Close the month", bruno, None)
    assert process.key == f"schedule:{daily.pk}:{soon().date().isoformat()}"
    assert Task.objects.get().owner == bruno
    assert fresh().next_start_at == soon(2)


def test_of_what_was_missed_the_newest_alone_is_made_up_for(daily):
    assert [schedules.start_due(soon(6, hour)) for hour in (10, 11)] == [1, 0]

    assert keys() == [f"schedule:{daily.pk}:{soon(6).date().isoformat()}"]
    assert fresh().next_start_at == soon(7)


def test_a_sweep_that_dies_midway_is_done_by_the_next_and_no_other_schedule_waits_for_it(daily, bruno, monkeypatch):
    other = ProcessTemplateFactory(name="Inventory")
    ProcessStepFactory(template=other)
    schedules.plan(other, by=bruno, starter=bruno, rule="FREQ=DAILY", starts_at=soon(1, 10))
    save = ProcessSchedule.save

    def dies(schedule, **options):
        if schedule.pk == daily.pk:
            raise RuntimeError
        save(schedule, **options)

    with monkeypatch.context() as broken:
        broken.setattr(ProcessSchedule, "save", dies)
        assert schedules.start_due(soon(1, 11)) == 1
    assert [one.name for one in Process.objects.all()] == ["Inventory"]

    assert schedules.start_due(soon(1, 11)) == 1
    assert sorted(one.name for one in Process.objects.all()) == ["Close the month", "Inventory"]


def test_the_minute_s_job_starts_what_has_come(daily):
    ProcessSchedule.objects.update(next_slot=soon(0, 0), next_start_at=soon(0, 0))

    jobs.start_scheduled()

    assert Process.objects.count() == 1


def test_it_goes_by_business_days_where_it_is_asked_to(template, bruno):
    first = next(soon(days, 9) for days in range(1, 8) if soon(days).weekday() == 5)
    schedules.plan(template, by=bruno, starter=bruno, rule="FREQ=WEEKLY;BYDAY=SA", starts_at=first, shift="next")

    assert (fresh().next_slot, fresh().next_start_at) == (first, first + datetime.timedelta(days=2))
    assert schedules.start_due(first + datetime.timedelta(days=1)) == 0
    assert schedules.start_due(first + datetime.timedelta(days=2)) == 1
    assert keys() == [f"schedule:{fresh().pk}:{first.date().isoformat()}"]


def test_it_ends_on_its_day(template, bruno):
    schedules.plan(template, by=bruno, starter=bruno, rule="FREQ=DAILY", starts_at=soon(), ends_on=soon(2).date())

    assert [schedules.start_due(soon(days)) for days in (1, 2, 3)] == [1, 1, 0]
    assert fresh().next_start_at is None


def test_while_it_is_paused_nothing_starts_and_the_pause_is_left_out(daily, template, bruno):
    schedules.pause(template, by=bruno)
    assert schedules.start_due(soon(3)) == 0

    ProcessSchedule.objects.update(next_slot=soon(-9), next_start_at=soon(-9))
    schedules.resume(template, by=bruno)

    assert schedules.start_due() == 0
    assert fresh().next_start_at > timezone.now()


def test_once_its_person_has_left_it_is_paused_and_the_head_of_the_department_hears(daily, template, bruno, dora):
    template.team = bruno.team
    template.team.head = dora
    template.team.save()
    template.save()
    bruno.is_active = False
    bruno.save()

    assert schedules.start_due() == 0

    assert (fresh().is_paused, fresh().pause_reason, Process.objects.count()) == (True, "Bruno Reis has left.", 0)
    assert Notice.objects.filter(kind="schedule_paused").get().person == dora
    schedules.start_due()
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("loss", ["role", "template", "steps"])
def test_what_cannot_be_started_is_paused_and_administrators_hear_why(daily, template, bruno, dora, loss):
    if loss == "role":
        bruno.roles.set(Role.objects.filter(key="auditor"))
    elif loss == "template":
        templates.edit(template, by=dora, values={"is_active": False})
    else:
        template.steps.all().delete()
    # Notices of the past are none: the sweep is one of today.
    ProcessSchedule.objects.update(next_slot=soon(0, 0), next_start_at=soon(0, 0))

    assert schedules.start_due() == 0

    assert fresh().is_paused
    assert fresh().pause_reason
    told = Notice.objects.filter(kind="schedule_paused").get()
    assert (told.person, told.details) == (dora, {"reason": fresh().pause_reason})


def test_nobody_plans_in_the_name_of_whom_they_do_not_lead(template, ana, bruno, caio, enzo, dora):
    plan = {"rule": "FREQ=DAILY", "starts_at": soon()}
    with pytest.raises(PermissionDenied):
        schedules.plan(template, by=ana, starter=ana, **plan)
    for starter in (caio, enzo):
        with pytest.raises(ValidationError) as refused:
            schedules.plan(template, by=bruno, starter=starter, **plan)
        assert list(refused.value.message_dict) == ["starter"]
    schedules.plan(template, by=bruno, starter=ana, **plan)
    schedules.plan(template, by=dora, starter=caio, **plan)

    assert fresh().starter == caio


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("rule", {"rule": "FREQ=SECONDLY"}),
        ("starts_at", {"starts_at": soon(-1)}),
        ("starts_at", {"starts_at": soon(4000)}),
        ("ends_on", {"ends_on": soon(0).date()}),
    ],
)
def test_what_could_never_start_is_told_beside_its_field(template, bruno, field, values):
    plan = {"starter": bruno, "rule": "FREQ=DAILY", "starts_at": soon()} | values

    with pytest.raises(ValidationError) as refused:
        schedules.plan(template, by=bruno, **plan)
    assert list(refused.value.message_dict) == [field]
    assert not ProcessSchedule.objects.exists()


def test_only_what_is_about_no_certain_kind_of_record_starts_by_schedule(daily, template, bruno):
    kind = ContentType.objects.get_for_model(Company)
    with pytest.raises(ValidationError):
        templates.edit(template, by=bruno, values={"record_type": kind})
    tied = ProcessTemplateFactory(record_type=kind)
    ProcessStepFactory(template=tied)

    with pytest.raises(ValidationError):
        schedules.plan(tied, by=bruno, starter=bruno, rule="FREQ=DAILY", starts_at=soon())
    assert ProcessSchedule.objects.count() == 1


def test_a_removed_schedule_starts_nothing_and_leaves_what_it_started(daily, template, bruno):
    schedules.start_due(soon())
    schedules.remove(template, by=bruno)

    assert schedules.start_due(soon(2)) == 0
    assert Process.objects.count() == 1
    assert HistoryEntry.objects.filter(record_type__model="processschedule", verb="removed", actor=bruno).exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_start_each_slot_once(daily):
    started = []

    def work():
        started.append(schedules.start_due(soon(3)))
        connection.close()

    workers = [threading.Thread(target=work) for __ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(started), Process.objects.count()) == (1, 1)


def test_the_same_day_is_not_started_twice_by_another_plan(daily, template, bruno):
    schedules.start_due(soon())
    ProcessSchedule.objects.update(next_slot=soon(1, 15), next_start_at=soon(1, 15))

    schedules.start_due(soon(1, 15))

    assert Process.objects.count() == 1


def test_a_template_has_one_schedule(daily, template):
    with pytest.raises(Exception, match="template_id"):
        ProcessScheduleFactory(template=template)
