from crm.api.reference import LookupViewSet
from crm.api.serializers import DeclaredFields
from workflow.models import TaskType


class TaskTypeSerializer(DeclaredFields):
    class Meta:
        model = TaskType
        fields = ("id", "key", "name", "icon", "leaves", "ideal_minutes", "position", "is_active")
        read_only_fields = ("key",)


class TaskTypeViewSet(LookupViewSet):
    """What kinds of work there are, and how long each should take. A built-in one has a key."""

    model, serializer_class = TaskType, TaskTypeSerializer
    example = {"name": "Site survey", "icon": "building", "leaves": "meeting", "ideal_minutes": 960}
