"""The field in which one gives a value for a term, and how the value is kept."""

import datetime
from decimal import Decimal

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from crm.models import Record, User
from crm.ui.custom import jsonable
from crm.ui.fields import AutocompleteChoiceField, DateInput, MoneyField
from workflow.automation.condition import MOST_DAYS


def value_field(term, user, *, asks="value", required=True, label=None) -> forms.Field | None:
    """None where nothing is asked."""
    options = {"label": label or _("Value"), "required": required}
    if not asks:
        return None
    if asks == "days":
        return forms.IntegerField(min_value=0, max_value=MOST_DAYS, **{**options, "label": _("Days")})
    match term.kind:
        case "choice":
            return forms.ChoiceField(choices=[("", ""), *term.choices], **options)
        case "link":
            return link_field(term.target, user, **options)
        case "money":
            return MoneyField(**options)
        case "number":
            return forms.DecimalField(localize=True, max_digits=20, decimal_places=6, **options)
        case "date" | "moment":
            return forms.DateField(widget=DateInput(), **options)
        case "boolean":
            return forms.ChoiceField(choices=[("", ""), ("true", _("Yes")), ("false", _("No"))], **options)
    return forms.CharField(max_length=200, **options)


def link_field(model, user, **options):
    rows = model._default_manager.all()
    if hasattr(rows, "offered_to"):
        rows = rows.offered_to(user)
    elif hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    if issubclass(model, Record):
        return AutocompleteChoiceField(rows, **options)
    return forms.ModelChoiceField(rows, empty_label="", **options)


def person_field(**options):
    return forms.ModelChoiceField(User.objects.active(), label=_("Person"), empty_label="", **options)


def kept(value):
    """A cleaned value as the rule keeps it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (Decimal, datetime.date)):
        return jsonable(value)
    return value
