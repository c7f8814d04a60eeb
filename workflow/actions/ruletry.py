"""What a rule would have done lately: its own trigger over the history, its own conditions, and nothing written."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from crm.ui.keyset import capped_count
from workflow.actions.businesstime import calendar_of
from workflow.actions.rulerun import rows_of
from workflow.actions.rulestep import refuse_who_lost_it
from workflow.automation import words
from workflow.automation.condition import Broken
from workflow.automation.mark import filled
from workflow.automation.moment import reached
from workflow.automation.term import terms_of
from workflow.automation.trigger import rows_set_off
from workflow.models import Rule

COUNTED, SHOWN = 10_000, 20


@dataclass
class Trial:
    """`rows` are the first records with what would be done to each; `refusal` says why it could not even begin."""

    days: int
    count: int = 0
    rows: list = field(default_factory=list)
    refusal: str = ""

    @property
    def is_capped(self):
        return self.count > COUNTED


def tried(rule: Rule, reader, days: int) -> Trial:
    """The count is of what the rule's owner sees, as in a live run; shown are those that the reader sees too."""
    trial = Trial(days)
    try:
        refuse_who_lost_it(rule)
        rows = rows_of(rule)
    except (PermissionDenied, Broken) as error:
        trial.refusal = str(error)
        return trial
    since = timezone.now() - timedelta(days=days)
    if rule.trigger == "time":
        ids = of_the_time(rule, rows, since)
        trial.count, rows = len(ids), rule.model._base_manager.filter(pk__in=ids[: SHOWN * 5])
    else:
        rows = rows_set_off(rows, rule, since)
        trial.count = capped_count(rows.order_by(), COUNTED)
    shown = rule.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    shown = shown.filter(rule.model.access_condition(reader.access, "view")).order_by("-updated_at", "-pk")
    trial.rows = list(would(rule, shown[:SHOWN]))
    return trial


def of_the_time(rule, rows, since) -> list:
    if rule.date_term is None:
        return []
    moments = reached(rows, rule.date_term, rule.distance, since, timezone.now(), calendar_of())
    return [pk for pk, __ in islice(moments, COUNTED + 1)]


def would(rule, records):
    """Each record with its steps in words, marks filled in."""
    terms, steps = terms_of(rule.model), words.steps(rule)
    for record in records:
        yield record, [filled(line, record, terms, rule.owner) for line in steps]
