from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import AboutField, LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, MomentField, RecordSerializer
from crm.models import Activity, Team, User
from workflow.actions import checklist
from workflow.actions import dependency as dependencies
from workflow.actions import recurrence as recurrences
from workflow.actions import task as tasks
from workflow.filters.task import TaskFilter
from workflow.models import Dependency, Recurrence, Task, TaskParticipant, TaskType
from workflow.models.tasktype import KINDS

ENDS = (
    "done_at", "done_by", "outcome", "cancelled_at", "cancelled_by", "cancel_reason", "first_due_at",
    "first_action_at", "worked_seconds",
)  # fmt: skip


class KindField(serializers.ChoiceField):
    """The type by the key of a built-in one."""

    def __init__(self, **options):
        super().__init__(choices=KINDS, source="type", **options)

    def to_internal_value(self, data):
        return TaskType.objects.of(super().to_internal_value(data))

    def to_representation(self, value):
        return value.key


class PeopleField(serializers.ListField):
    """Ids of those who take part now."""

    def get_attribute(self, task):
        return [one.person for one in task.current_participations]


class TaskSerializer(RecordSerializer):
    record = AboutField(required=False, allow_null=True)
    kind = KindField(required=False, help_text="Another way to name a built-in `type`; null for the others.")
    people = PeopleField(child=LinkField(queryset=User.objects.active()), required=False, help_text="Who takes part.")
    steps = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        write_only=True,
        max_length=100,
        help_text="The checklist to begin with; later steps are checklist-items.",
    )
    repeats = serializers.SerializerMethodField(help_text="The rule by which it comes again, empty for none.")
    waits_for = serializers.SerializerMethodField(help_text="Tasks you may see that must be done before.")

    class Meta:
        model = Task
        fields = (
            *HEAD, "title", "type", "kind", "record", "priority", "start_at", "due_at", "description", *OWNED,
            "people", "steps", "waits_for", "repeats", "estimate_minutes", "spent_minutes", *ENDS, *TAIL,
        )  # fmt: skip
        read_only_fields = (*ENDS, *READ_ONLY)
        extra_kwargs = {"type": {"required": False}}

    def get_repeats(self, task) -> str:
        return task.recurrence.rule if task.repeats else ""

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_waits_for(self, task):
        return [tie.predecessor_id for tie in task.seen_ties]

    def validate(self, attrs):
        attrs = super().validate(attrs)
        if self.instance and "steps" in attrs:
            raise serializers.ValidationError({"steps": [_("Steps of a task that exists are added one by one.")]})
        return attrs


class TaskCompletion(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=Activity.OUTCOMES, required=False, help_text="Of a call.")
    duration = serializers.IntegerField(required=False, min_value=0, max_value=100_000, help_text="In minutes.")
    note = serializers.CharField(required=False, max_length=50_000, help_text="Kept as an activity on the record.")
    spent = serializers.IntegerField(
        required=False, min_value=0, max_value=1_000_000, help_text="Effort, in minutes."
    )


class TaskPostponement(serializers.Serializer):
    due_at = MomentField()
    reason = serializers.CharField(required=False, max_length=200, allow_blank=True)
    shifts_successors = serializers.BooleanField(
        required=False, help_text="Whether tasks that wait for it move by as much."
    )


class TaskAssignment(serializers.Serializer):
    owner = LinkField(queryset=User.objects.active())
    team = LinkField(queryset=Team.objects.all(), required=False, help_text="Without it, that of the new owner.")


class TaskDelegation(serializers.Serializer):
    owner = LinkField(queryset=User.objects.active())
    note = serializers.CharField(required=False, max_length=2000, allow_blank=True)


class TaskCancellation(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class TaskRepetition(serializers.Serializer):
    rule = serializers.CharField(max_length=200, help_text="An RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO.")
    shift = serializers.ChoiceField(choices=Recurrence.SHIFTS, required=False)
    ends_on = serializers.DateField(required=False)


class TaskWaiting(serializers.Serializer):
    predecessor = LinkField(queryset=Task.objects.all())


class TaskStep(serializers.Serializer):
    text = serializers.CharField(max_length=200)


VERBS = (
    "complete", "reopen", "postpone", "take", "assign", "delegate", "cancel", "wait", "wait_no_more", "add_step",
    "repeat", "stop_repeating",
)  # fmt: skip


class TaskViewSet(RecordViewSet):
    """What is to be done, by whom and by when. Without `state` only open tasks are listed."""

    model, filter, serializer_class = Task, TaskFilter, TaskSerializer
    sorts = {"id": "id", "due_at": "due_at", "created_at": "created_at"}
    rights = dict.fromkeys(VERBS, "change")
    do_edit = staticmethod(tasks.edit)
    example = {
        "title": "Call back about the proposal",
        "kind": "call",
        "record": {"type": "crm.company", "id": 7},
        "due_at": "2026-11-23T13:00:00Z",
        "priority": 3,
    }

    def load(self, queryset):
        current = TaskParticipant.objects.now().select_related("person")
        ties = Dependency.objects.filter(predecessor__in=Task.objects.visible_to(self.request.user))
        return queryset.select_related("type", "recurrence").prefetch_related(
            Prefetch("participations", current, to_attr="current_participations"),
            Prefetch("waits_for", ties, to_attr="seen_ties"),
        )

    def save_new(self, values):
        people, steps = values.pop("people", None), values.pop("steps", ())
        return tasks.create(Task(**values), by=self.request.user, people=people, steps=steps)

    def save_changes(self, record, values, version):
        people = values.pop("people", None)
        return tasks.edit(record, by=self.request.user, values=values, version=version, people=people)

    @extend_schema(request=TaskCompletion)
    @action(detail=True, methods=["post"])
    def complete(self, request, pk):
        """Done; a call leaves an activity on its record. 400 while it waits for another task."""
        return self.perform(tasks.complete, **self.asked(TaskCompletion))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Not done, or not cancelled, after all."""
        return self.perform(tasks.reopen)

    @extend_schema(request=TaskPostponement)
    @action(detail=True, methods=["post"])
    def postpone(self, request, pk):
        """Another moment, still to come."""
        return self.perform(tasks.postpone, **self.asked(TaskPostponement))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def take(self, request, pk):
        """You become the person responsible."""
        return self.perform(tasks.take)

    @extend_schema(request=TaskAssignment)
    @action(detail=True, methods=["post"])
    def assign(self, request, pk):
        """Another person becomes responsible."""
        return self.perform(tasks.assign, **self.asked(TaskAssignment))

    @extend_schema(request=TaskDelegation)
    @action(detail=True, methods=["post"])
    def delegate(self, request, pk):
        """Another person becomes responsible, and you stay as a participant."""
        return self.perform(tasks.delegate, **self.asked(TaskDelegation))

    @extend_schema(request=TaskCancellation)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """It will not be done; the reason must be given."""
        return self.perform(tasks.cancel, **self.asked(TaskCancellation))

    @extend_schema(request=TaskWaiting)
    @action(detail=True, methods=["post"])
    def wait(self, request, pk):
        """It cannot be completed before another task."""
        return self.perform(dependencies.wait_for, **self.asked(TaskWaiting))

    @extend_schema(request=TaskWaiting)
    @action(detail=True, methods=["post"], url_path="wait-no-more")
    def wait_no_more(self, request, pk):
        """It can be completed before that task again."""
        return self.perform(dependencies.wait_no_more, **self.asked(TaskWaiting))

    @extend_schema(request=TaskRepetition)
    @action(detail=True, methods=["post"])
    def repeat(self, request, pk):
        """It comes again by a rule; this one is its first turn."""
        return self.perform(recurrences.repeat, **self.asked(TaskRepetition))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="stop-repeating")
    def stop_repeating(self, request, pk):
        """It does not come again after this one."""
        return self.perform(recurrences.stop)

    @extend_schema(request=TaskStep)
    @action(detail=True, methods=["post"], url_path="add-step")
    def add_step(self, request, pk):
        """One step more on its checklist."""
        return self.perform(checklist.add, **self.asked(TaskStep))
