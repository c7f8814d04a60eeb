"""What a stage asks of an opportunity that enters it; the same question on every path."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.models import CustomField
from sales.models import Opportunity


def check_filled(opportunity, stage, *, among=None):
    """ValidationError naming all that `stage` requires and the opportunity lacks (only `among` these fields)."""
    wanted = [name for name in stage.required_fields if among is None or name in among]
    missing = [name for name in wanted if not is_filled(opportunity, name)]
    if missing:
        message = _("To be in “%(stage)s” this opportunity needs: %(fields)s.") % {
            "stage": stage,
            "fields": ", ".join(label(name) for name in missing),
        }
        raise ValidationError({"stage": message})


def is_filled(opportunity, name) -> bool:
    if name == "products":
        return bool(opportunity.pk and opportunity.lines.all())
    if name == "contacts":
        return bool(opportunity.pk and opportunity.roles.all())
    if name.startswith("custom."):
        return opportunity.custom.get(name.removeprefix("custom.")) not in (None, "")
    field = opportunity._meta.get_field(name)
    return getattr(opportunity, field.attname) not in (None, "")


def label(name) -> str:
    if name == "products":
        return _("Products")
    if name == "contacts":
        return _("Contacts")
    if name.startswith("custom."):
        key = name.removeprefix("custom.")
        custom = CustomField.objects.of(Opportunity).filter(key=key).first()
        return custom.label if custom else key
    return str(capfirst(Opportunity._meta.get_field(name).verbose_name))
