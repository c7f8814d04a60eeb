"""The weekly digest: how each plan stands, to those who lead it; written once a week, caught up when missed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from crm.actions import mail
from crm.measures import Asking
from crm.measures.period import midnight
from crm.models import User
from indicators.models import CorrectiveAction, Indicator, Plan, Snapshot

AT_HOUR = 7


def send_due(now: datetime | None = None) -> int:
    """Write those of this week that are not written yet; returns how many."""
    zone = Asking().zone
    now = (now or timezone.now()).astimezone(zone)
    monday = now.date() - timedelta(days=now.weekday())
    due = midnight(monday, zone) + timedelta(hours=AT_HOUR)
    if now < due:
        return 0
    plans = Plan.objects.active().filter(activated_at__lt=due)
    return sum(send(plan, reader, monday) for plan in plans for reader in readers(plan))


def readers(plan):
    """Sponsor, project manager and owners of goals: who may see the plan."""
    led = Q(pk__in=[one for one in (plan.sponsor_id, plan.manager_id) if one])
    owners = plan.goals.alive().exclude(goal_owner=None).values("goal_owner")
    people = User.objects.active().filter(led | Q(pk__in=owners)).order_by("pk")
    return [one for one in people if one.access.may("figures", Indicator)]


def send(plan, reader, monday) -> bool:
    key = f"plan-digest:{plan.pk}:{reader.pk}:{monday.isoformat()}"
    message = mail.send("indicators/digest", to=reader, key=key, context=digest_of(plan, reader))
    return message is not None


def digest_of(plan, reader) -> dict:
    indicators = Indicator.objects.visible_to(reader).filter(plan=plan).order_by("-is_headline", "position", "pk")
    actions = CorrectiveAction.objects.visible_to(reader).open().filter(indicator__plan=plan)
    return {
        "plan": plan,
        "indicators": with_newest(indicators.select_related("accountable")),
        "actions": list(actions.select_related("owner", "indicator").order_by("due_on")),
    }


def with_newest(indicators) -> list:
    """Each with its newest final measurement as `newest`, None where there is none."""
    found = Snapshot.objects.current().final().filter(indicator__in=indicators).select_related("indicator")
    newest = {one.indicator_id: one for one in found.order_by("indicator", "-period_start").distinct("indicator")}
    indicators = list(indicators)
    for one in indicators:
        one.newest = newest.get(one.pk)
    return indicators
