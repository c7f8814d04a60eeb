from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import AboutField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, MomentField, RecordSerializer
from crm.models import Activity
from workflow.actions import task as tasks
from workflow.filters.task import TaskFilter
from workflow.models import Task


class TaskSerializer(RecordSerializer):
    record = AboutField(required=False, allow_null=True)

    class Meta:
        model = Task
        fields = (*HEAD, "title", "kind", "record", "due_at", "description", *OWNED, "done_at", "done_by", *TAIL)
        read_only_fields = ("done_at", "done_by", *READ_ONLY)


class TaskCompletion(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=Activity.OUTCOMES, required=False, help_text="Of a call.")
    duration = serializers.IntegerField(required=False, min_value=0, max_value=100_000, help_text="In minutes.")
    note = serializers.CharField(required=False, max_length=50_000, help_text="Kept as an activity on the record.")


class TaskPostponement(serializers.Serializer):
    due_at = MomentField()


class TaskViewSet(RecordViewSet):
    """What is to be done, by whom and by when. Without `state` only open tasks are listed."""

    model, filter, serializer_class = Task, TaskFilter, TaskSerializer
    sorts = {"id": "id", "due_at": "due_at", "created_at": "created_at"}
    rights = {"complete": "change", "reopen": "change", "postpone": "change"}
    do_create, do_edit = staticmethod(tasks.create), staticmethod(tasks.edit)
    example = {
        "title": "Call back about the proposal",
        "kind": "call",
        "record": {"type": "crm.company", "id": 7},
        "due_at": "2026-11-23T13:00:00Z",
    }

    @extend_schema(request=TaskCompletion)
    @action(detail=True, methods=["post"])
    def complete(self, request, pk):
        """Done; a call leaves an activity on its record."""
        return self.perform(tasks.complete, **self.asked(TaskCompletion))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Not done after all."""
        return self.perform(tasks.reopen)

    @extend_schema(request=TaskPostponement)
    @action(detail=True, methods=["post"])
    def postpone(self, request, pk):
        """Another moment, still to come."""
        return self.perform(tasks.postpone, **self.asked(TaskPostponement))
