"""The rule of a KPI in words, read from its definition: what changes there changes here."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.measures.measure import Measure

PERCENT_OF = 100


def rule(kpi) -> str:
    """How the value is worked out, as one sentence a manager can check."""
    inputs = getattr(kpi, "inputs", None)
    if inputs:
        return _("Worked out from: %(inputs)s.") % {
            "inputs": ", ".join(str(part.label) for part in kpi.parts.values())
        }
    upper = measured(kpi, kpi.numerator)
    if kpi.denominator is None:
        return f"{upper}."
    return _("%(upper)s, divided by %(lower)s.") % {"upper": upper, "lower": small(measured(kpi, kpi.denominator))}


def placing(kpi) -> str:
    """Which moment puts a record in a period."""
    window = getattr(kpi, "window", None)
    if hasattr(kpi, "standing"):
        text = _("As everything stood at the end of the period, or stands now while it runs.")
    elif getattr(kpi, "inputs", None):
        text = _("As its parts are.")
    elif hasattr(kpi, "at_start"):
        text = _("By who was there when the period began.")
    else:
        text = _("By “%(moment)s”.") % {"moment": name_of(kpi, kpi.placed_by)}
    if window:
        text += " " + _("Final %(days)s days after the period, when the window of the last has passed.") % {
            "days": window.days
        }
    return text


def source(kpi) -> str:
    """Where the records come from."""
    models = {kpi.subject} if not getattr(kpi, "inputs", None) else {part.subject for part in kpi.parts.values()}
    return ", ".join(sorted(str(model._meta.verbose_name_plural) for model in models))


def measured(kpi, measure: Measure) -> str:
    things = str(kpi.things or kpi.subject._meta.verbose_name_plural)
    if measure.quantile is not None:
        share = round(measure.quantile * PERCENT_OF)
        of = name_of(kpi, measure.of)
        text = (
            _("Median of %(field)s") % {"field": of}
            if share == 50
            else _("Percentile %(share)s of %(field)s")
            % {
                "share": share,
                "field": of,
            }
        )
    elif measure.of:
        text = _("Sum of %(field)s") % {"field": name_of(kpi, measure.of)}
    elif measure.distinct:
        text = _("Number of different: %(field)s") % {"field": name_of(kpi, measure.distinct)}
    else:
        text = _("Number of %(things)s") % {"things": things}
    where = condition(kpi, measure.where)
    return _("%(measure)s where %(condition)s") % {"measure": text, "condition": where} if where else text


def condition(kpi, where: Q) -> str:
    given = given_by(kpi, where)
    if given:
        return given
    parts = [condition(kpi, one) if isinstance(one, Q) else leaf(kpi, *one) for one in where.children]
    joint = pgettext("conditions", " and ") if where.connector == Q.AND else pgettext("conditions", " or ")
    text = joint.join(part for part in parts if part)
    return _("not (%(condition)s)") % {"condition": text} if where.negated and text else text


def given_by(kpi, where: Q) -> str:
    """ "not empty" is said as people say it."""
    only = where.children[0] if len(where.children) == 1 else None
    if where.negated and isinstance(only, tuple) and only[1] in ("", []):
        return _("%(field)s is given") % {"field": name_of(kpi, only[0])}
    return ""


def leaf(kpi, path: str, value) -> str:
    last = path.split("__")[-1]
    lookup = last if last in LOOKUPS else "exact"
    name = path.removesuffix(f"__{last}") if last in LOOKUPS else path
    if name in kpi.words and isinstance(value, bool):
        text = str(kpi.words[name])
        return text if value else _("not (%(condition)s)") % {"condition": text}
    told = ", ".join(value_text(kpi, name, one) for one in (value if isinstance(value, (tuple, list)) else [value]))
    if lookup == "isnull" or value in ("", []):
        value = value is not False
        return (_("%(field)s is empty") if value else _("%(field)s is given")) % {"field": name_of(kpi, name)}
    return LOOKUPS[lookup]() % {"field": name_of(kpi, name), "value": told}


LOOKUPS = {
    "exact": lambda: _("%(field)s is %(value)s"),
    "in": lambda: _("%(field)s is one of: %(value)s"),
    "gte": lambda: _("%(field)s is at least %(value)s"),
    "gt": lambda: _("%(field)s is more than %(value)s"),
    "lte": lambda: _("%(field)s is at most %(value)s"),
    "lt": lambda: _("%(field)s is less than %(value)s"),
    "isnull": lambda: "",
}


def value_text(kpi, path, value) -> str:
    field = field_of(kpi, path)
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(choices.get(value, value))


def name_of(kpi, path: str) -> str:
    """What a path is called; LookupError where neither the KPI nor the model says."""
    if path in kpi.words:
        return str(kpi.words[path])
    field = field_of(kpi, path)
    if field is None:
        raise LookupError(f"{kpi.key} has no words for {path}")
    return str(field.verbose_name)


def field_of(kpi, path: str):
    model = kpi.fact or kpi.subject
    try:
        for name in path.split("__")[:-1]:
            model = model._meta.get_field(name).related_model
        return model._meta.get_field(path.split("__")[-1])
    except (FieldDoesNotExist, AttributeError):
        return None


def small(text: str) -> str:
    return text[:1].lower() + text[1:]
