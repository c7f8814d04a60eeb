"""Final figures that changed later: from what to what, when, and which records moved them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crm.measures import kpi_of
from indicators.models import Restatement
from indicators.monitoring.drill import record_of
from indicators.ui.figures import change, figure, period

SHOWN = 10
# So many records of each kind of move are named; the others are counted.
NAMED = 12


@dataclass
class Moved:
    """Records that came, went, or count differently; `hidden` is how many more there are than are named."""

    label: str
    records: list = field(default_factory=list)
    hidden: int = 0


@dataclass
class Revision:
    period: str
    old: str
    new: str
    change: str
    made_at: object
    revision: int
    is_traced: bool
    moved: list[Moved]
    cause: str


def revisions(indicator, user) -> list[Revision]:
    """The newest restatements; the records of all of them in one query."""
    found = Restatement.objects.visible_to(user).filter(new__indicator=indicator).select_related("old", "new")
    found = list(found.order_by("-made_at", "-pk")[:SHOWN])
    facts = facts_of(indicator, user, found)
    return [revision(indicator, one, facts) for one in found]


def facts_of(indicator, user, restatements) -> dict:
    """The facts they name that this person may see, by number."""
    kpi = kpi_of(indicator.kpi_key)
    model = kpi.fact or kpi.subject
    wanted = {pk for one in restatements for ids in parts_of(one).values() for pk in list(ids)[:NAMED]}
    if not wanted:
        return {}
    seen = model.objects.visible_to(user).filter(pk__in=wanted)
    return (seen.select_related(kpi.record_path) if kpi.record_path else seen).in_bulk()


def parts_of(restatement) -> dict[str, dict]:
    """added, removed, changed -> {fact: (before, after) or None}, over both numbers without repeating one."""
    found = {"added": {}, "removed": {}, "changed": {}}
    for moved in restatement.moved.values():
        found["added"] |= dict.fromkeys(moved.get("added", ()))
        found["removed"] |= dict.fromkeys(moved.get("removed", ()))
        found["changed"] |= {pk: (before, after) for pk, before, after in moved.get("changed", ())}
    return found


def revision(indicator, restatement, facts) -> Revision:
    old, new, unit = restatement.old, restatement.new, indicator.unit
    parts = parts_of(restatement)
    return Revision(
        period=period(new.period_start, new.period_end, new.grain),
        old=figure(old.value, unit),
        new=figure(new.value, unit),
        change=change(new.value, old.value, unit),
        made_at=restatement.made_at,
        revision=new.revision,
        is_traced=restatement.is_traced,
        moved=[moved(indicator, LABELS[name](), parts[name], facts) for name in LABELS if parts[name]],
        cause=restatement.get_cause_display(),
    )


LABELS = {
    "added": lambda: _("Came in"),
    "removed": lambda: _("Went out"),
    "changed": lambda: _("Count differently"),
}


def moved(indicator, label, ids, facts) -> Moved:
    """A record may have several facts; it is named once."""
    records = {record_of(indicator.kpi, facts[pk]) for pk in list(ids)[:NAMED] if pk in facts}
    named = sorted(records, key=lambda one: one.pk)
    seen = sum(1 for pk in list(ids)[:NAMED] if pk in facts)
    return Moved(label, named, len(ids) - seen)
