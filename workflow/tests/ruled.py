"""What tests of automations share: a rule in few words, and all that happened since."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from crm.models import HistoryEntry
from workflow.actions import rule as rules
from workflow.actions import rulerun
from workflow.models import Rule

TASK = {"kind": "task", "title": "Welcome {name}", "type": "call", "who": "owner"}


def rule(by, model, *, steps=(TASK,), is_on=True, **fields) -> Rule:
    """A rule of this person's, switched on."""
    fields = {"name": "A rule", "verb": "created", **fields}
    made = rules.create(
        Rule(record_type=ContentType.objects.get_for_model(model), steps=list(steps), **fields), by=by
    )
    return rules.switch_on(made, by=by) if is_on else made


def follow(since=0) -> int:
    """Read all of the history after an entry, and do what waits; returns how many runs were done."""
    rulerun.read(list(HistoryEntry.objects.filter(pk__gt=since).order_by("transaction", "pk")))
    count = 0
    while rulerun.run_next():
        count += 1
    return count


def conditions(*rows, match="all") -> list:
    return [{"match": match, "rows": [dict(zip(("field", "operator", "value"), row, strict=False)) for row in rows]}]


def soon(**span):
    return timezone.now() + timezone.timedelta(**span)
