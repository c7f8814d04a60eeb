"""Plain tasks for tests."""

from datetime import UTC, date, datetime

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from crm.models import Company
from crm.tests.factories import OwnedFactory, TeamFactory, UserFactory
from workflow.models import (
    Absence,
    Approval,
    ApprovalVote,
    Calendar,
    CalendarFeed,
    CalendarUse,
    CalendarVersion,
    ChecklistItem,
    Dependency,
    Process,
    ProcessSchedule,
    ProcessStep,
    ProcessStepRun,
    ProcessTemplate,
    Recurrence,
    Rule,
    RuleRun,
    Task,
    TaskParticipant,
    TaskType,
    Webhook,
    WebhookDelivery,
)
from workflow.models.webhook import locked_away, new_secret


def type_of(key: str) -> TaskType:
    """A built-in type."""
    return TaskType.objects.of(key)


class TaskTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskType

    name = factory.Sequence(lambda number: f"Type {number}")


class TaskFactory(OwnedFactory):
    """`kind` names a built-in type."""

    class Meta:
        model = Task

    class Params:
        kind = "todo"

    title = factory.Sequence(lambda number: f"Task {number}")
    type = factory.LazyAttribute(lambda task: type_of(task.kind))


class AbsenceFactory(OwnedFactory):
    class Meta:
        model = Absence

    starts_on, ends_on = date(2026, 12, 14), date(2026, 12, 18)


class CalendarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Calendar

    name = factory.Sequence(lambda number: f"Calendar {number}")


class CalendarVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarVersion

    calendar = factory.SubFactory(CalendarFactory)


class CalendarUseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarUse

    calendar = factory.SubFactory(CalendarFactory)
    team = factory.SubFactory(TeamFactory)


class RuleFactory(OwnedFactory):
    """Switched off; about companies, and harmless."""

    class Meta:
        model = Rule

    name = factory.Sequence(lambda number: f"Automation {number}")
    record_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Company))
    verb = "created"
    steps = factory.LazyFunction(lambda: [{"kind": "task", "title": "Call {name}", "type": "call", "who": "owner"}])


class RuleRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RuleRun

    rule = factory.SubFactory(RuleFactory)
    record_type = factory.SelfAttribute("rule.record_type")
    record_id = 1
    state = "done"


class ChecklistItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChecklistItem

    task = factory.SubFactory(TaskFactory)
    text = factory.Sequence(lambda number: f"Step {number}")


class TaskParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskParticipant

    task = factory.SubFactory(TaskFactory)
    person = factory.SubFactory(UserFactory)


class DependencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dependency

    task = factory.SubFactory(TaskFactory)
    predecessor = factory.SubFactory(TaskFactory)


class WebhookFactory(OwnedFactory):
    """Switched on since ever, to a name that nobody has."""

    class Meta:
        model = Webhook

    name = factory.Sequence(lambda number: f"Webhook {number}")
    url = "https://hooks.example/in"
    secret = factory.LazyFunction(lambda: locked_away(new_secret()))
    on_since = datetime(2020, 1, 1, tzinfo=UTC)


class WebhookDeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    key = factory.Sequence(lambda number: f"entry {number}")
    event = "crm.company:created"
    event_id = factory.Sequence(lambda number: f"evt_{number}")
    state = "delivered"


class ApprovalFactory(OwnedFactory):
    class Meta:
        model = Approval

    title = factory.Sequence(lambda number: f"Approval {number}")


class ApprovalVoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ApprovalVote

    approval = factory.SubFactory(ApprovalFactory)
    person = factory.SubFactory(UserFactory)


class ProcessTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessTemplate

    name = factory.Sequence(lambda number: f"Template {number}")


class ProcessStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessStep
        skip_postgeneration_save = True

    template = factory.SubFactory(ProcessTemplateFactory)
    key = factory.Sequence(lambda number: f"step-{number}")
    title = factory.Sequence(lambda number: f"Step {number}")
    position = factory.Sequence(lambda number: number)

    @factory.post_generation
    def after(step, create, found, **_):  # noqa: N805
        step.after.set(found or ())


class ProcessScheduleFactory(factory.django.DjangoModelFactory):
    """Every day; it starts nothing by itself."""

    class Meta:
        model = ProcessSchedule

    template = factory.SubFactory(ProcessTemplateFactory)
    starter = factory.SubFactory(UserFactory)
    rule, zone = "FREQ=DAILY", "America/Sao_Paulo"
    starts_at = factory.LazyFunction(timezone.now)


class ProcessFactory(OwnedFactory):
    class Meta:
        model = Process

    name = factory.Sequence(lambda number: f"Process {number}")
    template = factory.SubFactory(ProcessTemplateFactory)


class ProcessStepRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessStepRun

    process = factory.SubFactory(ProcessFactory)
    key = factory.Sequence(lambda number: f"step-{number}")
    title = factory.Sequence(lambda number: f"Step {number}")


class RecurrenceFactory(OwnedFactory):
    """Every day; it makes nothing by itself."""

    class Meta:
        model = Recurrence

    rule, zone = "FREQ=DAILY", "America/Sao_Paulo"
    starts_at = factory.LazyFunction(timezone.now)
    title = factory.Sequence(lambda number: f"Repetition {number}")
    type = factory.LazyFunction(lambda: type_of("todo"))


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"Phone {number}")
    prefix = "norte_cal_test"
    digest = factory.Sequence(lambda number: f"{number:064}")
