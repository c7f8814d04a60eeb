from crm.actions import tag as tags
from crm.api.reference import LookupViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Tag


class TagSerializer(DeclaredFields):
    class Meta:
        model = Tag
        fields = ("id", "name", "colour")


class TagViewSet(LookupViewSet):
    """Words on records and their colours. A new name, or none, goes to every record with the old one."""

    model, serializer_class = Tag, TagSerializer
    http_method_names = ["get", "head", "post", "patch", "delete"]
    example = {"name": "key account", "colour": "purple"}
    do_save, do_trash = staticmethod(tags.save), staticmethod(tags.delete)
