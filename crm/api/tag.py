from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Tag


class TagSerializer(DeclaredFields):
    class Meta:
        model = Tag
        fields = read_only_fields = ("id", "name", "colour")


class TagViewSet(ReferenceViewSet):
    """Words on records and their colours."""

    model, serializer_class = Tag, TagSerializer
