"""Old and new values of the history as people write them."""

from decimal import Decimal, InvalidOperation
from types import SimpleNamespace

from django.contrib.postgres.fields import ArrayField
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm import brazil
from crm.ui import cells
from crm.ui import money as written

FORMATS = {
    "cnpj": brazil.format_cnpj,
    "cpf": brazil.format_cpf,
    "phones": brazil.format_phone,
    "postal_code": brazil.format_postal_code,
}
EMPTY = (None, "", [], {})


def column_fields(model) -> dict:
    """Fields a reader may be told of, by column; also those that only older entries know."""
    told = {field.column: field for field in model._meta.concrete_fields if is_told(field)}
    return {**getattr(model, "former_fields", {}), **told}


def is_told(field) -> bool:
    return not field.primary_key and field.get_internal_type() not in ("JSONField", "GeneratedField", "FileField")


def is_list(field) -> bool:
    return isinstance(field, ArrayField)


def is_long(field) -> bool:
    return field.get_internal_type() == "TextField"


def label(field) -> str:
    return str(field.verbose_name)


def value(field, raw, names, currency="BRL") -> str:
    """One value as safe text, "" for none."""
    if raw in EMPTY:
        return ""
    if field.is_relation:
        return names.html(field.related_model, raw) or _("a record you cannot see")
    if field.choices:
        return conditional_escape(dict(field.flatchoices).get(raw, raw))
    if is_list(field):
        return ", ".join(item(field, one) for one in raw)
    if field.name in FORMATS:
        return conditional_escape(FORMATS[field.name](raw))
    return conditional_escape(typed(field, raw, currency))


def item(field, raw) -> str:
    return conditional_escape(FORMATS.get(field.name, str)(raw))


def typed(field, raw, currency) -> str:
    match field.get_internal_type():
        case "BooleanField":
            return cells.yes_no(raw)
        case "DateField":
            return written.short_date(parse_date(str(raw)))
        case "DateTimeField":
            return date_format(timezone.localtime(parse_datetime(str(raw))), "SHORT_DATETIME_FORMAT")
        case "DecimalField":
            return decimal(field, raw, currency)
        case "IntegerField" | "PositiveIntegerField" | "BigIntegerField" | "PositiveBigIntegerField":
            return written.number(raw)
    return Truncator(str(raw)).chars(160)


def decimal(field, raw, currency) -> str:
    """Two decimals are money, as in forms and tables, unless the name says percent."""
    try:
        amount = Decimal(str(raw))
    except InvalidOperation:
        return str(raw)
    if "percent" in field.name:
        return _("%(number)s%%") % {"number": written.number(amount.normalize())}
    return written.money(amount, currency) if field.decimal_places == 2 else written.number(amount)


def custom_value(definition, raw) -> str:
    """A custom field's value, by the definition that pages use."""
    if raw in EMPTY:
        return ""
    kept = SimpleNamespace(custom={definition.key: raw}, currency="BRL")
    return conditional_escape(definition.column().html(kept))
