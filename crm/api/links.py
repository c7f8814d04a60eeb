"""Links to other records: taken only when within the person's reach, shown only then."""

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from crm.models.kinds import referred, subject_models

NOT_FOUND = _("There is no such record.")


class LinkField(serializers.PrimaryKeyRelatedField):
    """The id of another record. Whatever lies out of reach is told as what does not exist."""

    default_error_messages = {"does_not_exist": NOT_FOUND}

    def get_queryset(self):
        rows, user = super().get_queryset(), self.context["request"].user
        return rows.offered_to(user) if hasattr(rows, "offered_to") else rows.visible_to(user)

    def to_representation(self, value):
        """Where nobody asked what may be seen, nothing is told."""
        seen = self.context.get("seen", {}).get(self.field_name, ())
        return value.pk if not self.is_scoped or value.pk in seen else None

    @cached_property
    def is_scoped(self) -> bool:
        """Whether it leads to records, of which some may be out of sight."""
        return hasattr(linked_model(self.parent, self).objects, "alive")


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


class ReferenceField(serializers.CharField):
    """A record of any kind as forms name it: "crm.company:7"."""

    default_error_messages = {"does_not_exist": NOT_FOUND}

    def to_internal_value(self, data):
        record = referred(super().to_internal_value(data), self.context["request"].user)
        if record is None:
            self.fail("does_not_exist")
        return record


def seen_links(serializer, rows, user) -> dict[str, set]:
    """For each link of these rows, the keys the person may see; one query for each kind of record."""
    shown = {name: field for name, field in serializer.fields.items() if not field.write_only}
    found = {name: _seen(serializer, field, rows, user) for name, field in shown.items()}
    return {name: seen for name, seen in found.items() if seen is not None}


def _seen(serializer, field, rows, user) -> set | None:
    """None for what is no link, or one to what everybody knows."""
    if isinstance(field, AboutField):
        return _seen_subjects(rows, user)
    if not isinstance(field, LinkField) or not field.is_scoped:
        return None
    model = linked_model(serializer, field)
    ids = {_linked_id(row, field.source) for row in rows} - {None}
    return set(model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ids


def linked_model(serializer, field):
    """The kind of record a link leads to, also one that may only be read and so holds no queryset."""
    if not isinstance(field, LinkField):
        return None
    if field.queryset is not None:
        return field.queryset.model
    return serializer.Meta.model._meta.get_field(field.source).related_model


def out_of_sight(serializer, values: dict) -> set[str]:
    """What these values would empty because it reads as null to a person who may not see it."""
    record, user = serializer.instance, serializer.context["request"].user
    hidden = set()
    for field in serializer.fields.values():
        source = "about" if isinstance(field, AboutField) else field.source
        if values.get(source, record) is not None:
            continue
        attribute = "record_id" if source == "about" else f"{source}_id"
        if getattr(record, attribute, None) and _seen(serializer, field, [record], user) == set():
            hidden.add(source)
    return hidden


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
