"""What happens to indicators: hung on a strategy, linked to more, given bands."""

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from crm.models import Organization
from indicators.models import Indicator, Link, Strategy, Target

MOST_HEADLINES = 7
SETTLED = ("kpi_key", "scope", "cadence")


@action
def create(indicator: Indicator, *, by, strategy: Strategy, note: str = "") -> Indicator:
    """A new indicator, linked to the strategy it measures."""
    indicator.plan = strategy.plan
    if not indicator.name:
        with translation.override(Organization.current().language):
            indicator.name = str(indicator.label)
    check_headlines(indicator, indicator.is_headline)
    indicator = records.create(indicator, by=by)
    link(indicator, by=by, strategy=strategy, note=note)
    return indicator


@action
def edit(indicator: Indicator, *, by, values: dict, version: int | None = None) -> Indicator:
    check_headlines(indicator, values.get("is_headline", False))
    # A form has written what it asks for onto the record it was given.
    check_settled(Indicator.objects.get(pk=indicator.pk), values)
    return records.edit(indicator, by=by, values=values, version=version)


@action
def link(indicator: Indicator, *, by, strategy: Strategy, note: str = "") -> Link:
    """Let it measure one more strategy of its plan; linked twice is linked once."""
    records.require(by, "change", indicator)
    found = Link.objects.filter(indicator=indicator, strategy=strategy).first()
    if found:
        return found
    made = Link(indicator=indicator, strategy=strategy, note=note)
    made.full_clean()
    made.save()
    return made


@action
def unlink(indicator: Indicator, *, by, strategy: Strategy):
    """ValidationError where it would measure nothing any more."""
    records.require(by, "change", indicator)
    links = Link.objects.select_for_update().filter(indicator=indicator)
    if not links.exclude(strategy=strategy).exists():
        raise ValidationError(_("An indicator measures at least one strategy: link it to another first."))
    links.filter(strategy=strategy).delete()


@action
def set_target(target: Target, *, by) -> Target:
    """Bands from a day on; those of the same day are replaced."""
    records.require(by, "change", target.indicator)
    earlier = Target.objects.filter(indicator=target.indicator, valid_from=target.valid_from).first()
    if earlier:
        target.pk, target.created_at, target._state.adding = earlier.pk, earlier.created_at, False
    target.full_clean()
    check_direction(target)
    target.save()
    return target


def check_direction(target):
    """What shall rise needs a lower edge, what shall fall an upper one, what shall stay both."""
    needed = {"up": ["acceptable_low"], "down": ["acceptable_high"], "range": ["acceptable_low", "acceptable_high"]}
    missing = [name for name in needed.get(target.indicator.kpi.better, []) if getattr(target, name) is None]
    if missing:
        raise ValidationError({name: _("This metric needs this edge.") for name in missing})


def check_settled(indicator, values: dict):
    """What a frozen baseline was worked out from stays."""
    changed = [name for name in SETTLED if name in values and values[name] != getattr(indicator, name)]
    if changed and indicator.baselines.exists():
        message = _("The baseline is frozen for this: add another indicator instead.")
        raise ValidationError(dict.fromkeys(changed, message))


def check_headlines(indicator, is_headline: bool):
    if not is_headline:
        return
    others = Indicator.objects.alive().filter(plan=indicator.plan_id, is_headline=True).exclude(pk=indicator.pk)
    if others.count() >= MOST_HEADLINES:
        raise ValidationError(
            {"is_headline": _("Seven headline figures are enough: take another one off the first page before.")}
        )
