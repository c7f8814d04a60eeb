from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import DeclaredFields
from workflow.actions import checklist
from workflow.filters.checklistitem import ChecklistItemFilter
from workflow.models import ChecklistItem, Task


class ChecklistItemSerializer(DeclaredFields):
    fixed = ("task", "text")
    task = LinkField(queryset=Task.objects.all())

    class Meta:
        model = ChecklistItem
        fields = ("id", "task", "text", "position", "done_at", "done_by", "created_at")
        read_only_fields = ("position", "done_at", "done_by", "created_at")


class ChecklistItemViewSet(RecordViewSet):
    """The steps inside a task; whoever may change the task may add, tick and remove them."""

    model, filter, serializer_class = ChecklistItem, ChecklistItemFilter, ChecklistItemSerializer
    sorts = {"id": "id", "created_at": "created_at"}
    rights = {"create": "change", "destroy": "change", "tick": "change", "untick": "change"}
    http_method_names = ["get", "head", "post", "delete"]
    restore = None
    do_trash = staticmethod(checklist.remove)
    example = {"task": 31, "text": "Ask for the last energy bill"}

    def save_new(self, values):
        return checklist.add(values["task"], by=self.request.user, text=values["text"])

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def tick(self, request, pk):
        """Done."""
        return self.perform(checklist.tick)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def untick(self, request, pk):
        """Not done after all."""
        return self.perform(checklist.untick)
