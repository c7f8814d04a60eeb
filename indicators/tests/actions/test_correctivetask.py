import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from crm.models import HistoryEntry, Message, Notice
from indicators.actions import correctiveaction as actions
from indicators.models import CorrectiveAction
from indicators.tests.factories import IndicatorFactory
from workflow.actions import task as tasks
from workflow.actions import tasknotice
from workflow.models import Task


@pytest.fixture
def corrective(dora, bruno):
    made = CorrectiveAction(
        title="Find out why",
        indicator=IndicatorFactory(),
        owner=bruno,
        due_on=timezone.localdate() + datetime.timedelta(5),
    )
    return actions.create(made, by=dora)


def task():
    return Task.objects.get()


def fresh(corrective):
    return CorrectiveAction.objects.get(pk=corrective.pk)


def test_opening_one_makes_a_task_about_it_once_and_tells_once(corrective, bruno):
    actions.hand_over(corrective)

    assert (task().about, task().owner, task().team) == (corrective, bruno, bruno.team)
    assert (task().type.key, timezone.localdate(task().due_at)) == ("corrective", corrective.due_on)
    assert Message.objects.count() == 1


def test_its_owner_is_written_to_once_and_not_again_as_of_a_task(corrective, dora, bruno, ana):
    tasknotice.tell(list(HistoryEntry.objects.order_by("pk")))
    assert not Notice.objects.exists()

    last = HistoryEntry.objects.latest("pk").pk
    tasks.assign(task(), by=bruno, owner=ana)
    tasknotice.tell(list(HistoryEntry.objects.filter(pk__gt=last).order_by("pk")))

    assert [(one.kind, one.person) for one in Notice.objects.all()] == [("task_assigned", ana)]


def test_carrying_it_out_completes_the_task(corrective, bruno):
    actions.carry_out(corrective, by=bruno, hypothesis="A holiday", remedy="More people")

    assert (task().is_open, task().done_by, task().outcome) == (False, bruno, "More people")


def test_the_task_is_not_completed_without_hypothesis_and_remedy(corrective, client_of, bruno):
    with pytest.raises(ValidationError):
        tasks.complete(task(), by=bruno)
    answer = client_of(bruno).post(reverse("workflow:task-complete", args=[task().pk]))

    assert answer.url == reverse("indicators:correctiveaction-carry-out", args=[corrective.pk])
    assert tasks.complete_many(Task.objects.all(), by=bruno) == 0
    assert task().is_open


def test_who_is_responsible_and_until_when_follow_both_ways(corrective, ana, bruno, dora):
    tasks.assign(task(), by=bruno, owner=ana)
    later = timezone.now() + datetime.timedelta(days=9)
    tasks.postpone(task(), by=ana, due_at=later)
    assert (fresh(corrective).owner, fresh(corrective).due_on) == (ana, timezone.localdate(later))

    day = timezone.localdate() + datetime.timedelta(days=20)
    actions.edit(fresh(corrective), by=dora, values={"owner": bruno, "due_on": day})
    assert (task().owner, timezone.localdate(task().due_at)) == (bruno, day)

    actions.set_owner(CorrectiveAction.objects.all(), by=dora, owner=dora)
    assert task().owner == dora


def test_calling_off_one_calls_off_the_other(corrective, bruno):
    tasks.cancel(task(), by=bruno, reason="It was a fault of the counter")

    assert (fresh(corrective).state, fresh(corrective).result) == ("dismissed", "It was a fault of the counter")


def test_dismissing_it_cancels_the_task(corrective, dora):
    actions.dismiss(corrective, by=dora, result="Known")

    assert task().cancel_reason == "Known"


def test_taking_the_task_up_again_opens_the_corrective_action(corrective, bruno):
    actions.carry_out(corrective, by=bruno, hypothesis="A holiday", remedy="More people")

    tasks.reopen(task(), by=bruno)

    assert (fresh(corrective).state, fresh(corrective).carried_out_at) == ("open", None)
    assert fresh(corrective).hypothesis == "A holiday"


def test_escalating_gives_the_sponsor_a_task(corrective, bruno, dora):
    plan = corrective.indicator.plan
    plan.sponsor = dora
    plan.save()
    actions.carry_out(corrective, by=bruno, hypothesis="A holiday", remedy="More people")

    actions.escalate(fresh(corrective), by=dora)

    assert Task.objects.open().get().owner == dora
    assert Task.objects.count() == 2


def test_to_the_trash_they_go_together(corrective, dora):
    actions.trash(corrective, by=dora)

    assert not Task.objects.alive().exists()
