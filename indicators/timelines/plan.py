"""What the verbs of plans, indicators and corrective actions say in a timeline, and whose they are."""

from django.utils.translation import gettext_lazy as _

from crm.ui.registry import RELATIVES_CAP, registry
from crm.ui.sentence import Sentence
from indicators.models import CorrectiveAction, Goal, Indicator, Strategy, Tactic

PLAN, INDICATOR, ACTION = "indicators.plan", "indicators.indicator", "indicators.correctiveaction"
STATUSES = dict(Indicator.STATUSES)
STATE = ("state", "activated_at", "closed_at")
CLOSING = ("state", "closed_at", "result", "owner_id", "team_id", "due_on")


def register():
    for verb, sentence, label in SENTENCES:
        registry.add_sentence(verb, sentence, label)
    registry.relatives[PLAN].append(goals_of)
    registry.relatives["indicators.goal"].append(strategies_of)
    registry.relatives["indicators.strategy"].append(tactics_of)
    registry.relatives[INDICATOR].append(actions_of)


def rebased(event):
    if not event.words.get("reason"):
        return event.say(_("{actor} compared {record} with another time"))
    return event.say(_("{actor} compared {record} with another time: {reason}"))


def judged(event):
    """In words, from one status to the other."""
    was, status = (STATUSES.get(event.words.get(name), "") for name in ("was", "status"))
    if was == status:
        text = _("{record} changed by more than chance: {now}")
        return event.say(text, now=status)
    return event.say(_("{record} went from “{before}” to “{now}”"), before=was, now=status)


SENTENCES = [
    ("activated", Sentence(_("{actor} activated {record}"), "player-play", hides=STATE, name=_("activated")), PLAN),
    ("closed", Sentence(_("{actor} closed {record}"), "player-stop", hides=STATE, name=_("closed")), PLAN),
    ("reopened", Sentence(_("{actor} reopened {record}"), "arrow-back-up", hides=STATE), PLAN),
    (
        "completed",
        Sentence(_("{actor} completed {record}"), "circle-check", hides=("done_at",), name=_("completed")),
        "indicators.tactic",
    ),
    (
        "reopened",
        Sentence(_("{actor} reopened {record}"), "arrow-back-up", hides=("done_at",)),
        "indicators.tactic",
    ),
    (
        "baseline_frozen",
        Sentence(_("{actor} froze the baseline of {record}"), "lock", name=_("baseline frozen")),
        INDICATOR,
    ),
    ("rebased", Sentence(rebased, "refresh", name=_("compared with another time")), INDICATOR),
    (
        "judged",
        Sentence(judged, "chart-line", hides=("status", "signal", "status_since"), name=_("judged")),
        INDICATOR,
    ),
    (
        "carried_out",
        Sentence(
            _("{actor} carried out {record}"),
            "check",
            hides=("state", "carried_out_at", "hypothesis", "remedy"),
            name=_("carried out"),
        ),
        ACTION,
    ),
    ("dismissed", Sentence(_("{actor} dismissed {record}"), "circle-x", hides=CLOSING, name=_("dismissed")), ACTION),
    (
        "escalated",
        Sentence(_("{record} went to the sponsor"), "arrow-up", hides=CLOSING, name=_("handed to the sponsor")),
        ACTION,
    ),
    ("helped", Sentence(_("{record} helped"), "circle-check", hides=CLOSING, name=_("helped")), ACTION),
]


def goals_of(user, plans) -> list[tuple]:
    return newest(Goal.objects.visible_to(user).filter(plan__in=plans), "plan_id")


def strategies_of(user, goals) -> list[tuple]:
    return newest(Strategy.objects.visible_to(user).filter(goal__in=goals), "goal_id")


def tactics_of(user, strategies) -> list[tuple]:
    return newest(Tactic.objects.visible_to(user).filter(strategy__in=strategies), "strategy_id")


def actions_of(user, indicators) -> list[tuple]:
    return newest(CorrectiveAction.objects.visible_to(user).filter(indicator__in=indicators), "indicator_id")


def newest(rows, of) -> list[tuple]:
    return [(rows.model, list(rows.order_by("-updated_at", "-pk").values_list("pk", of)[:RELATIVES_CAP]))]
