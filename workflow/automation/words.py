"""A rule as a person would say it: when, if, then."""

from collections.abc import Callable
from decimal import Decimal

from django.apps import apps
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.models import User
from workflow.automation.mark import sees, written_as
from workflow.automation.operator import KNOWN
from workflow.automation.term import Term, terms_of
from workflow.automation.trigger import verbs_of
from workflow.automation.who import WHO


def kind_name(model) -> str:
    return str(model._meta.verbose_name)


def when(rule) -> str:
    """ "When any opportunity is won"; asks the database nothing but the name of a linked value."""
    model = rule.model
    if model is None:
        return _("A kind of record that there is not any more")
    words = {"kind": kind_name(model)}
    if rule.trigger == "time":
        return time_of(rule, words)
    if rule.trigger == "field":
        return change_of(rule, words)
    general = {
        "created": _("When any %(kind)s is created"),
        "changed": _("When any %(kind)s is changed"),
        "trashed": _("When any %(kind)s goes to the trash"),
        "restored": _("When any %(kind)s comes back from the trash"),
    }
    words["verb"] = dict(verbs_of(model)).get(rule.verb, rule.verb)
    return general.get(rule.verb, _("When any %(kind)s is %(verb)s")) % words


def change_of(rule, words) -> str:
    term = rule.watched
    words["field"] = term.label if term else rule.field
    words["old"], words["new"] = (value_of(term, one) if term else one for one in (rule.old, rule.new))
    if rule.old and rule.new:
        return _("When %(field)s of any %(kind)s changes from %(old)s to %(new)s") % words
    if rule.new:
        return _("When %(field)s of any %(kind)s changes to %(new)s") % words
    if rule.old:
        return _("When %(field)s of any %(kind)s is no longer %(old)s") % words
    return _("When %(field)s of any %(kind)s changes") % words


def time_of(rule, words) -> str:
    words["field"] = rule.date_term.label if rule.date_term is not None else rule.field
    words["span"] = span(abs(rule.amount), rule.unit)
    if not rule.amount:
        return _("When the moment comes: %(field)s of any %(kind)s") % words
    if rule.amount < 0:
        return _("%(span)s before %(field)s of any %(kind)s") % words
    return _("%(span)s after %(field)s of any %(kind)s") % words


def span(amount: int, unit: str) -> str:
    """ "3 business days"."""
    texts = {
        "minutes": lambda: ngettext("%(count)s minute", "%(count)s minutes", amount),
        "hours": lambda: ngettext("%(count)s hour", "%(count)s hours", amount),
        "days": lambda: ngettext("%(count)s day", "%(count)s days", amount),
        "business_hours": lambda: ngettext("%(count)s business hour", "%(count)s business hours", amount),
        "business_days": lambda: ngettext("%(count)s business day", "%(count)s business days", amount),
    }
    return texts.get(unit or "days", texts["days"])() % {"count": amount}


def conditions(rule, reader) -> list[str]:
    """One line for each group: its rows with "and" or "or" between them."""
    terms = terms_of(rule.model) if rule.model else {}
    lines = []
    for group in rule.conditions:
        word = (
            pgettext("between conditions", "or") if group["match"] == "any" else pgettext("between conditions", "and")
        )
        rows = [row_of(row, terms, reader) for row in group["rows"]]
        if rows:
            lines.append(f" {word} ".join(rows))
    return lines


def row_of(row, terms, reader) -> str:
    term, operator = terms.get(row["field"]), KNOWN.get(row["operator"])
    label = term.label if term else row["field"]
    value = row.get("value") if operator and operator.asks else None
    if term and value is not None and operator.asks == "value":
        value = value_of(term, value, reader)
    return " ".join(str(part) for part in (label, operator.label if operator else row["operator"], value) if part)


def value_of(term: Term, value, reader=None) -> str:
    """A kept value in words; a linked record by its name, where the reader may see it."""
    if value in (None, ""):
        return ""
    if term.kind == "link":
        return linked(term.target, value, reader)
    try:
        if term.kind in ("date", "moment"):
            day = parse_date(str(value))
            return written_as(Term(term.path, term.label, "date", term.column), day) if day else str(value)
        if term.kind in ("number", "money"):
            value = Decimal(str(value))
        return written_as(term, value)
    except (ArithmeticError, TypeError, ValueError):
        return str(value)


def linked(model, pk, reader) -> str:
    record = model._default_manager.filter(pk=pk).first() if str(pk).isdigit() else None
    hidden = record is not None and reader is not None and not sees(reader, record, {})
    return str(record) if record is not None and not hidden else _("a record you cannot see")


def who_of(step) -> str:
    if step.get("who") == "person":
        person = User.objects.filter(pk=step.get("person")).first() if step.get("person") else None
        return str(person or _("nobody"))
    if step.get("who") == "customer":
        return _("the customer's e-mail address")
    return str(dict(WHO).get(step.get("who", "owner"), step.get("who")))


SAYS: dict[str, Callable] = {}


def says(kind: str):
    """Register `function(rule, step) -> str` as how a step of this kind is said."""

    def register(function):
        SAYS[kind] = function
        return function

    return register


def steps(rule) -> list[str]:
    return [SAYS[one["kind"]](rule, one) if one.get("kind") in SAYS else str(one.get("kind")) for one in rule.steps]


@says("task")
def task(rule, step) -> str:
    words = {"title": step["title"], "who": who_of(step)}
    if step.get("amount") in (None, ""):
        return _("create the task “%(title)s” for %(who)s") % words
    words["span"] = span(int(step["amount"]), step.get("unit"))
    return _("create the task “%(title)s” for %(who)s, due in %(span)s") % words


@says("process")
def process(rule, step) -> str:
    found = apps.get_model("workflow.ProcessTemplate").objects.filter(pk=step.get("template")).first()
    return _("start the process “%(process)s”") % {"process": found or _("one that is gone")}


@says("assign")
def assign(rule, step) -> str:
    return _("make responsible for the record: %(who)s") % {"who": who_of(step)}


@says("set")
def set_field(rule, step) -> str:
    term = terms_of(rule.model).get(step["field"]) if rule.model else None
    words = {
        "field": term.label if term else step["field"],
        "value": value_of(term, step.get("value")) if term else "",
    }
    return _("set %(field)s to %(value)s") % words if words["value"] else _("empty %(field)s") % words


@says("mail")
def send_mail(rule, step) -> str:
    return _("send the e-mail “%(subject)s” to %(who)s") % {"subject": step["subject"], "who": who_of(step)}


@says("notify")
def notify(rule, step) -> str:
    return _("tell %(who)s: “%(text)s”") % {"text": step["text"], "who": who_of(step)}


@says("webhook")
def webhook(rule, step) -> str:
    found = apps.get_model("workflow.Webhook").objects.filter(pk=step.get("webhook")).first()
    return _("call the webhook “%(webhook)s”") % {"webhook": found or _("one that is gone")}


@says("tag_add")
def tag_add(rule, step) -> str:
    return _("add the tags: %(tags)s") % {"tags": ", ".join(step["tags"])}


@says("tag_remove")
def tag_remove(rule, step) -> str:
    return _("remove the tags: %(tags)s") % {"tags": ", ".join(step["tags"])}


def sentence(rule, reader) -> str:
    """All of it in one sentence."""
    texts = [when(rule)]
    found = conditions(rule, reader)
    if found:
        texts.append(_("if %(conditions)s") % {"conditions": "; ".join(found)})
    texts.append("; ".join(steps(rule)))
    return ", ".join(texts) + "."
