"""Links to other records: taken only when within the person's reach, shown only then."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from crm.models.kinds import subject_models

NOT_FOUND = _("There is no such record.")


class LinkField(serializers.PrimaryKeyRelatedField):
    """The id of another record. Whatever lies out of reach is told as what does not exist."""

    default_error_messages = {"does_not_exist": NOT_FOUND}

    def get_queryset(self):
        rows = super().get_queryset()
        if hasattr(rows, "visible_to"):
            return rows.visible_to(self.context["request"].user)
        has_switch = any(field.name == "is_active" for field in rows.model._meta.fields)
        return rows.filter(is_active=True) if has_switch else rows

    def to_representation(self, value):
        seen = self.context.get("seen", {}).get(self.field_name)
        return value.pk if seen is None or value.pk in seen else None


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "required": ["type", "id"],
        "properties": {
            "type": {"type": "string", "example": "crm.company"},
            "id": {"type": "integer", "example": 7},
        },
    }
)
class AboutField(serializers.Field):
    """{"type": "crm.company", "id": 7}: the record of any kind that something is about."""

    default_error_messages = {
        "shape": _('Give an object with "type" and "id".'),
        "type": _("Choose one of: %(names)s."),
        "does_not_exist": NOT_FOUND,
    }

    def __init__(self, **options):
        super().__init__(source="*", **options)

    def run_validation(self, data=empty):
        return {"about": None} if data is None and self.allow_null else super().run_validation(data)

    def to_internal_value(self, data):
        if not isinstance(data, dict) or set(data) != {"type", "id"} or type(data["id"]) is not int:
            self.fail("shape")
        models = {model._meta.label_lower: model for model in subject_models()}
        if data["type"] not in models:
            message = self.error_messages["type"] % {"names": ", ".join(sorted(models))}
            raise serializers.ValidationError(message, code="type")
        record = models[data["type"]].objects.visible_to(self.context["request"].user).filter(pk=data["id"]).first()
        if record is None:
            self.fail("does_not_exist")
        return {"about": record}

    def to_representation(self, record):
        seen = self.context.get("seen", {}).get(self.field_name, ())
        key = (record.record_type_id, record.record_id)
        if key not in seen:
            return None
        model = ContentType.objects.get_for_id(record.record_type_id).model_class()
        return {"type": model._meta.label_lower, "id": record.record_id}


def seen_links(serializer, rows, user) -> dict[str, set]:
    """For each link of these rows, the keys the person may see; one query for each kind of record."""
    found = {}
    for name, field in serializer.fields.items():
        if field.write_only:
            continue
        if isinstance(field, AboutField):
            found[name] = _seen_subjects(rows, user)
        elif isinstance(field, LinkField) and hasattr(field.queryset, "alive"):
            ids = {_linked_id(row, field.source) for row in rows} - {None}
            found[name] = (
                set(field.queryset.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ids
            )
    return found


def _linked_id(row, source):
    if hasattr(row, f"{source}_id"):
        return getattr(row, f"{source}_id")
    linked = getattr(row, source)
    return linked.pk if linked else None


def _seen_subjects(rows, user) -> set[tuple[int, int]]:
    wanted = {}
    for row in rows:
        if row.record_type_id:
            wanted.setdefault(row.record_type_id, set()).add(row.record_id)
    seen = set()
    for type_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if hasattr(model.objects, "visible_to"):
            visible = model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
            seen |= {(type_id, pk) for pk in visible}
    return seen
