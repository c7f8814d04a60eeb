"""Custom fields as administrators keep them: what may change once records hold values, and what may not."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from crm.actions.history import action
from crm.models import CustomField


@action
def save(field: CustomField, *, by) -> CustomField:
    """A new field, or one changed: its key and record never, its kind only while no record holds a value."""
    _require_administrator(by)
    field.full_clean()
    former = CustomField.objects.select_for_update().filter(pk=field.pk).first()
    if former is not None:
        _refuse_what_breaks(former, field)
    field.save()
    return field


def _refuse_what_breaks(former, field):
    if (former.key, former.record_type_id) != (field.key, field.record_type_id):
        raise ValidationError({"key": _("The key and the kind of record cannot be changed.")})
    if former.kind != field.kind and former.has_values():
        raise ValidationError({"kind": _("Records already hold values of this kind. Make a new field instead.")})


@action
def delete(field: CustomField, *, by):
    """The definition goes; values stay with their records, and show again under a field of the same key."""
    _require_administrator(by)
    field.delete()


def _require_administrator(by):
    if by is not None and not by.is_staff:
        raise PermissionDenied(_("Your role does not allow this."))
