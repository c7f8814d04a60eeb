"""Conditions as one Q over the rows somebody sees: the same for live runs and for a dry run."""

import datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import and_, or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, DecimalField, F, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    IExact,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Regex,
)  # fmt: skip
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from crm.ui.custom import NUMERIC
from workflow.automation.moment import beginning, today
from workflow.automation.operator import BY_KIND, KNOWN
from workflow.automation.term import Term, terms_of

COMPARED = {"gt": GreaterThan, "ge": GreaterThanOrEqual, "lt": LessThan, "le": LessThanOrEqual}
MOST_DAYS = 36_500


class Broken(Exception):  # noqa: N818
    """The rule names something that is not there (any more); the text is for its owner."""


def q_of(conditions: list, model, owner) -> Q:
    """All groups hold; of a group all rows or any, as its `match` says. Broken where a row cannot be read.

    A relative that `owner` may not see counts as none at all: no condition tells what is in it.
    """
    terms = terms_of(model)
    found = Q()
    for group in conditions:
        rows = [row_of(row, terms, owner) for row in group["rows"]]
        if rows:
            found &= reduce(or_ if group["match"] == "any" else and_, rows)
    return found


def row_of(row: dict, terms: dict[str, Term], owner) -> Q:
    term = terms.get(row.get("field"))
    if term is None:
        raise Broken(_("There is no field “%(name)s” (any more).") % {"name": row.get("field")})
    if row.get("operator") not in BY_KIND[term.kind]:
        raise Broken(_("“%(field)s” cannot be asked that way.") % {"field": term.label})
    try:
        found = asked(term, row["operator"], row.get("value"))
    except (TypeError, ValueError, InvalidOperation) as error:
        raise Broken(_("The value for “%(field)s” cannot be read.") % {"field": term.label}) from error
    if term.is_about:
        return of_subject(term, found, owner)
    if term.relative_model is not None and hasattr(term.relative_model.objects, "alive"):
        found &= Q(**{f"{term.relative}__in": term.relative_model.objects.visible_to(owner)})
    return found


def of_subject(term, found: Q, owner) -> Q:
    """Rows about a record of the term's kind that answers and that `owner` may see."""
    kind = ContentType.objects.get_for_model(term.relative_model)
    answering = term.relative_model.objects.visible_to(owner).filter(found)
    return Q(record_type=kind, record_id__in=answering.values("pk"))


def asked(term, operator, value) -> Q:
    if KNOWN[operator].asks == "days" and not 0 <= int(value) <= MOST_DAYS:
        raise ValueError
    if term.definition is not None:
        return of_custom(term, operator, value)
    if operator in ("empty", "filled"):
        return nothing(term) if operator == "empty" else ~nothing(term)
    if term.kind in ("date", "moment"):
        return between(term.column, *bounds(operator, value), is_moment=term.kind == "moment")
    return PLAIN[term.kind](term.column, operator, value)


def nothing(term) -> Q:
    found = Q(**{f"{term.column}__isnull": True})
    if term.kind == "tags":
        return found | Q(**{term.column: []})
    return found | Q(**{term.column: ""}) if isinstance(term.field, (CharField, TextField)) else found


def exactly(column, operator, value, lookup="exact") -> Q:
    found = Q(**{f"{column}__{lookup}": value})
    return ~found if operator in ("is_not", "lacks") else found


def of_text(column, operator, value) -> Q:
    return exactly(column, operator, str(value), "icontains" if operator in ("contains", "lacks") else "iexact")


def of_number(column, operator, value) -> Q:
    lookup = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}.get(operator, "exact")
    return exactly(column, operator, Decimal(str(value)), lookup)


PLAIN = {
    "text": of_text,
    "choice": lambda column, operator, value: exactly(column, operator, value),
    "link": lambda column, operator, value: exactly(column, operator, int(value)),
    "tags": lambda column, operator, value: exactly(column, operator, [str(value)], "contains"),
    "number": of_number,
    "money": of_number,
    "boolean": lambda column, operator, value: Q(**{column: operator == "yes"}),
}


def bounds(operator, value) -> tuple:
    """From the first day to the first day no more; None where it is open."""
    now, day = today(), datetime.timedelta(days=1)
    if KNOWN[operator].asks == "days":
        away = datetime.timedelta(days=int(value))
        return {
            "next_days": (now, now + away + day),
            "past_days": (now - away, now + day),
            "older": (None, now - away),
            "later": (now + away + day, None),
        }[operator]
    date = parse_date(str(value))
    if date is None:
        raise ValueError
    return {"is": (date, date + day), "before": (None, date), "after": (date + day, None)}[operator]


def between(column, begins, ends, *, is_moment) -> Q:
    found = Q(**{f"{column}__isnull": False})
    if begins is not None:
        found &= Q(**{f"{column}__gte": beginning(begins) if is_moment else begins})
    if ends is not None:
        found &= Q(**{f"{column}__lt": beginning(ends) if is_moment else ends})
    return found


def of_custom(term, operator, value) -> Q:
    """The key is never part of a lookup's name: it is an administrator's word, and could hold two underscores."""
    text = NullIf(KeyTextTransform(term.definition.key, F(term.column)), Value(""), output_field=TextField())
    if operator in ("empty", "filled"):
        return Q(IsNull(text, operator == "empty"))
    if term.kind == "boolean":
        return Q(Exact(text, "true" if operator == "yes" else "false"))
    if term.kind == "date":
        begins, ends = bounds(operator, value)
        found = Q(Regex(text, r"^\d{4}-\d\d-\d\d$"))
        found &= Q(GreaterThanOrEqual(text, begins.isoformat())) if begins else Q()
        return found & (Q(LessThan(text, ends.isoformat())) if ends else Q())
    if term.kind in ("number", "money"):
        return of_custom_number(text, operator, Decimal(str(value)))
    lookup = IContains if operator in ("contains", "lacks") else IExact
    found = Q(lookup(text, str(value)))
    return Q(IsNull(text, True)) | ~found if operator in ("is_not", "lacks") else found


def of_custom_number(text, operator, value) -> Q:
    kind = DecimalField(max_digits=30, decimal_places=10)
    number = Case(When(Regex(text, NUMERIC), then=Cast(text, kind)), output_field=kind)
    if operator in COMPARED:
        return Q(COMPARED[operator](number, value))
    same = Q(Exact(number, value))
    return Q(IsNull(number, True)) | ~same if operator == "is_not" else same
