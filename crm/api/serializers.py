"""The base of every record's serializer: declared fields only, moments in UTC, money as text."""

from datetime import UTC

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import models
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.links import LinkField, out_of_sight
from crm.ui.registry import registry


class MomentField(serializers.DateTimeField):
    """ISO 8601 in UTC; without an offset it is taken as UTC."""

    def __init__(self, **options):
        super().__init__(default_timezone=UTC, **options)


@extend_schema_field({"type": "object", "additionalProperties": True, "example": {"size": "large"}})
class CustomField(serializers.Field):
    """The fields administrators added, by key; a key left out keeps its value."""

    default_error_messages = {"shape": gettext_lazy("Give an object.")}

    def definitions(self) -> dict:
        """Read once for each answer, whatever its number of rows."""
        if "custom" not in self.context:
            self.context["custom"] = {one.key: one for one in registry.custom_fields_of(self.parent.Meta.model)}
        return self.context["custom"]

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            self.fail("shape")
        known, values, errors = self.definitions(), {}, {}
        kept = getattr(self.parent.instance, "custom", None) or {}
        for key, value in data.items():
            try:
                values[key] = known[key].clean(value, kept=kept.get(key))
            except KeyError:
                errors[key] = [_("There is no such field.")]
            except DjangoValidationError as error:
                errors[key] = error.messages
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def to_representation(self, values):
        return {key: (values or {}).get(key) for key in self.definitions()}


class DeclaredFields(serializers.ModelSerializer):
    """Rejects names nobody declared, so that a slip of the pen is not silently lost.

    `fixed` fields are set when the record is made; later only their own value is taken.
    """

    fixed: tuple[str, ...] = ()
    serializer_related_field = LinkField
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.DateTimeField: MomentField
    }

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else ()
        if unknown:
            message = _("There is no such field.")
            raise serializers.ValidationError({str(name): [message] for name in sorted(unknown)})
        values = super().to_internal_value(data)
        if self.instance is None:
            return values
        hidden = out_of_sight(self, values)
        return {name: value for name, value in values.items() if name not in hidden}

    def validate(self, attrs):
        sources = {self.fields[name].source: name for name in self.fixed} if self.instance else {}
        moved = [source for source in sources if source in attrs and attrs[source] != getattr(self.instance, source)]
        if moved:
            raise serializers.ValidationError({sources[one]: [_("This stays as it was made.")] for one in moved})
        return attrs


class RecordSerializer(DeclaredFields):
    """Subclasses declare Meta.model and Meta.fields = (*HEAD, …, *TAIL)."""

    url = serializers.SerializerMethodField(help_text="The record's page for people.")
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="Send what you read: 409 tells when it has changed since."
    )
    custom = CustomField(required=False)

    def get_url(self, record) -> str | None:
        try:
            return self.context["request"].build_absolute_uri(record.get_absolute_url())
        except NoReverseMatch:
            return None

    def validate_tags(self, tags):
        return list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


HEAD = ("id", "url", "version")
TAIL = ("tags", "custom", "external_id", "created_at", "created_by", "updated_at")
OWNED = ("owner", "team")
READ_ONLY = ("created_at", "created_by", "updated_at")
