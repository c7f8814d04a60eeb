"""What follows from a new measurement: a status, a mail when it changed, a corrective action, a check of one."""

from django.utils import timezone

from crm.actions import mail
from crm.actions.history import acting, record
from indicators.actions import correctiveaction
from indicators.models import Baseline, Indicator, Snapshot
from indicators.monitoring.judging import Judgement, cause_of


def act_on(indicator: Indicator, new: list[Snapshot]):
    """`new` are measurements that became final in this run; only the newest of all judges."""
    finals = judged(indicator)
    if not finals:
        return
    newest = finals[-1]
    with acting(None, cause="measuring"):
        opened = None
        if newest.pk in {one.pk for one in new}:
            cause = cause_of([judgement(one) for one in finals])
            opened = correctiveaction.open_for(indicator, newest, cause) if cause else None
            has_changed = take_status(indicator, newest)
            tell(indicator, newest, opened, has_changed)
        correctiveaction.check(indicator, finals)


def judged(indicator) -> list[Snapshot]:
    """Final measurements since the start that were judged, oldest first."""
    found = Snapshot.objects.current().final().filter(indicator=indicator).exclude(band="", signal="")
    return list(found.order_by("period_start"))


def judgement(snapshot) -> Judgement:
    return Judgement(snapshot.band or None, snapshot.signal or None)


def take_status(indicator, snapshot) -> bool:
    """Whether status or signal is another than before."""
    status, signal = snapshot.band or "waiting", snapshot.signal
    if (indicator.status, indicator.signal) == (status, signal):
        return False
    was = indicator.status
    if was != status:
        indicator.status_since = snapshot.period_start
    indicator.status, indicator.signal = status, signal
    indicator.version += 1
    indicator.updated_at = timezone.now()
    indicator.save(update_fields=["status", "signal", "status_since", "version", "updated_at"])
    record(indicator, "judged", by=None, was=was, status=status, signal=signal, period=str(snapshot.period_start))
    return was != status or signal == "adverse"


def tell(indicator, snapshot, opened, has_changed: bool):
    """One mail to who answers for it when the state changed; one to the action's owner where that is another."""
    who = indicator.accountable
    if has_changed and who is not None and indicator.status != "context":
        mail.send(
            "indicators/status",
            to=who,
            key=f"indicator-status:{snapshot.pk}",
            context={
                "indicator": indicator,
                "snapshot": snapshot,
                "action": opened,
                "baseline": baseline_of(indicator),
                "is_whole": sees_figures(who),
            },
        )
        if opened is not None and opened.owner_id == who.pk:
            return
    if opened is not None:
        correctiveaction.hand_over(opened)


def sees_figures(user) -> bool:
    """Whether figures of the whole organization may reach this person, also by mail."""
    return user.access.may("figures", Indicator)


def baseline_of(indicator):
    return Baseline.objects.current().filter(indicator=indicator).first()
