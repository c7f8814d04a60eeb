"""What happens to a corrective action: opened by a figure, worked on, carried out, checked, closed or escalated."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.actions import mail
from crm.actions import record as records
from crm.actions.history import acting, action, record
from crm.measures import Grain
from crm.models import Organization
from indicators.actions import correctivetask
from indicators.models import CorrectiveAction, Indicator, Snapshot
from indicators.monitoring.judging import Judgement, is_mended

# Days to do something about it, by how often the figure is measured.
TIME_TO_ACT = {Grain.DAY: 3, Grain.WEEK: 7, Grain.MONTH: 14, Grain.QUARTER: 21, Grain.YEAR: 30}
# A process that cannot reach its band asks for another strategy, and not for a task each month.
REDESIGN_EVERY = timedelta(days=91)
TITLES = {
    "below": lambda name: _("“%(name)s”: bring it back into its band") % {"name": name},
    "signal": lambda name: _("“%(name)s”: find out why it got worse") % {"name": name},
    "capability": lambda name: _("“%(name)s”: change the strategy behind it") % {"name": name},
    "data": lambda name: _("“%(name)s”: find out why there is no data") % {"name": name},
}


def open_for(indicator: Indicator, snapshot: Snapshot, cause: str) -> CorrectiveAction | None:
    """Open one for this cause; None where one is open, or nobody answers for the figure."""
    mine = CorrectiveAction.objects.alive().filter(indicator=indicator, cause=cause)
    if mine.open().exists() or (cause == "capability" and asked_lately(mine)):
        return None
    owner = (indicator.measured_by if cause in ("signal", "data") else None) or indicator.accountable
    if owner is None:
        return None
    with translation.override(Organization.current().language):
        title = TITLES[cause](str(indicator))
    made = CorrectiveAction(
        title=title[:200],
        indicator=indicator,
        snapshot=snapshot,
        cause=cause,
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=TIME_TO_ACT[indicator.grain]),
    )
    return records.create(made, by=None)


def asked_lately(actions) -> bool:
    return actions.filter(opened_at__gt=timezone.now() - REDESIGN_EVERY).exists()


@action
def create(corrective: CorrectiveAction, *, by) -> CorrectiveAction:
    """Opened by a person, about the newest measurement; ValidationError while one is open for the cause."""
    is_open = CorrectiveAction.objects.open().filter(indicator=corrective.indicator, cause=corrective.cause)
    if is_open.exists():
        raise ValidationError(_("A corrective action for this is open already."))
    newest = Snapshot.objects.current().filter(indicator=corrective.indicator).order_by("period_start").last()
    corrective.snapshot = corrective.snapshot or newest
    made = records.create(corrective, by=by)
    hand_over(made, is_news=made.owner_id != by.pk)
    return made


@action
def edit(corrective: CorrectiveAction, *, by, values: dict, version: int | None = None) -> CorrectiveAction:
    """Set these fields; its task follows."""
    fresh = records.edit(corrective, by=by, values=values, version=version)
    correctivetask.follow(fresh, by=by)
    return fresh


def set_owner(queryset, *, by, owner) -> int:
    """Another person is responsible for all rows of an already scoped queryset; their tasks follow."""
    rows = list(queryset.values_list("pk", flat=True))
    with acting(by):
        count = records.change_many(queryset, by=by, values={"owner": owner})
        for corrective in CorrectiveAction.objects.filter(pk__in=rows):
            correctivetask.follow(corrective, by=by)
    return count


@action
def trash(corrective: CorrectiveAction, *, by):
    """To the trash, together with its open task."""
    records.trash(corrective, by=by)
    for task in correctivetask.tasks_of(corrective).open():
        records.trash(task, by=None)


def hand_over(corrective: CorrectiveAction, is_news=True):
    """The one call by which its owner learns of it, and by which it stands among their tasks."""
    correctivetask.plan(corrective)
    if corrective.owner is not None and is_news:
        key = f"corrective-action:{corrective.pk}:{corrective.owner_id}:{corrective.state}"
        is_whole = corrective.owner.access.may("figures", Indicator)
        context = {"action": corrective, "is_whole": is_whole}
        mail.send("indicators/action", to=corrective.owner, key=key, context=context)


@action
def carry_out(corrective: CorrectiveAction, *, by, hypothesis: str, remedy: str):
    """It is done, and now the figure has to show it; ValidationError without a hypothesis and a remedy."""
    corrective = locked(corrective, by)
    if corrective.state not in ("open", "escalated"):
        raise ValidationError(_("This corrective action is not open."))
    missing = [name for name, text in (("hypothesis", hypothesis), ("remedy", remedy)) if not text.strip()]
    if missing:
        raise ValidationError({name: _("Write it down: the check later needs it.") for name in missing})
    values = {"hypothesis": hypothesis.strip(), "remedy": remedy.strip(), "carried_out_at": timezone.now()}
    move(corrective, "carried_out", by=by, state="checking", **values)
    correctivetask.finish(corrective, by=by, note=remedy)


@action
def dismiss(corrective: CorrectiveAction, *, by, result: str):
    """Nothing has to be done, for a reason."""
    corrective = locked(corrective, by)
    if not corrective.is_open:
        raise ValidationError(_("This corrective action is not open."))
    if not result.strip():
        raise ValidationError({"result": _("Say why nothing has to be done.")})
    move(corrective, "dismissed", by=by, state="dismissed", result=result.strip(), closed_at=timezone.now())
    correctivetask.call_off(corrective, by=by, reason=result)


@action
def escalate(corrective: CorrectiveAction, *, by, result: str = ""):
    """To the plan's sponsor, who learns of it."""
    corrective = locked(corrective, by)
    if corrective.state not in ("open", "checking"):
        raise ValidationError(_("This corrective action cannot be escalated."))
    sponsor = corrective.indicator.plan.sponsor
    if sponsor is not None:
        corrective.owner, corrective.team = sponsor, sponsor.team
    due_on = timezone.localdate() + timedelta(days=TIME_TO_ACT[corrective.indicator.grain])
    move(corrective, "escalated", by=by, state="escalated", result=result, due_on=due_on, owner=corrective.owner)
    hand_over(corrective)


def check(indicator: Indicator, finals: list[Snapshot]):
    """Whether remedies helped, once enough whole periods after them are final. `finals` are oldest first."""
    for one in CorrectiveAction.objects.alive().filter(indicator=indicator, state="checking"):
        after = [s for s in finals if s.period_start >= first_day_after(one)][: one.check_periods]
        if len(after) < one.check_periods:
            continue
        judgements = [Judgement(s.band or None, s.signal or None) for s in after]
        with translation.override(Organization.current().language):
            if is_mended(one.cause, judgements):
                text = _("The figure held for %(count)s periods after it.") % {"count": len(after)}
                move(one, "helped", by=None, state="effective", result=text, closed_at=timezone.now())
            else:
                text = _("%(count)s periods after it the figure is still off.") % {"count": len(after)}
                escalate(one, by=None, result=text)


def first_day_after(corrective):
    """The first whole period after the remedy begins here or later."""
    day = timezone.localtime(corrective.carried_out_at).date()
    return corrective.indicator.grain.period(day).end


def locked(corrective, by) -> CorrectiveAction:
    fresh = CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=corrective.pk)
    records.require(by, "change", fresh)
    return fresh


def move(corrective, verb, *, by, **values):
    for name, value in values.items():
        setattr(corrective, name, value)
    corrective.version += 1
    corrective.save()
    record(corrective, verb, by=by)
