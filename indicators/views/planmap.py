"""The map of a plan: goal, strategy, indicator on one page, with what they are worth and what is missing."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui import money as written
from crm.ui.pages import DetailPage, Fact, Verb
from indicators.models import Phase, Plan
from indicators.monitoring.books import books_of, goals_of
from indicators.monitoring.completeness import defects
from indicators.monitoring.known import known_of
from indicators.monitoring.ledger import GoalLedger
from indicators.monitoring.tree import Branch, branches_of, indicators_of
from indicators.panels.leaf import drawn_leaf
from indicators.ui.timebar import Stretch, timebar
from indicators.views.planpage import PlanTab
from indicators.views.strip import strip


@dataclass
class DrawnBranch:
    branch: Branch
    leaves: list[dict]


@dataclass
class GoalBranch:
    """A goal of the map: what is in the plan, what was left out, and its money where that may be seen."""

    goal: object
    branches: list[DrawnBranch]
    left_out: list[Branch]
    ledger: GoalLedger | None = None
    missing: int = 0


def span(plan) -> str:
    return f"{written.short_date(plan.starts_on)} – {written.short_date(plan.ends_on)}"


class PlanDetail(PlanTab, DetailPage):
    model, tab = Plan, "detail"
    template = "indicators/plan/map.html"
    lead = [
        Fact("period", _("Period"), span, icon="calendar"),
        Fact("sponsor", _("Sponsor"), cell=cells.text, icon="star"),
        Fact("manager", _("Project manager"), cell=cells.text, icon="user"),
    ]
    facts = [
        (
            _("About the plan"),
            [
                Fact("purpose", cell=cells.long_text, field="purpose"),
                Fact("sponsor", field="sponsor"),
                Fact("manager", field="manager"),
                Fact("margin", field="margin"),
                Fact("activated_at", cell=cells.moment),
                Fact("closed_at", cell=cells.moment),
                Fact("external_id", field="external_id"),
            ],
        )
    ]
    verbs = [
        Verb("activate", _("Activate the plan"), "player-play", is_primary=True, fits=lambda one: one.is_draft),
        Verb("close", _("Close the plan"), "flag", fits=lambda one: one.is_active),
        Verb("reopen", _("Reopen as draft"), "arrow-back-up", fits=lambda one: not one.is_draft),
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("freeze-all", _("Freeze all baselines"), "lock", fits=lambda one: one.is_draft),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def get(self, request, pk):
        return DetailPage.get(self, request, pk)

    def fits(self, verb, record) -> bool:
        return self.url(verb.name, record.pk) is not None and super().fits(verb, record)

    def context(self, record) -> dict:
        return super().context(record) | self.head(record) | self.about(record)

    def about(self, plan) -> dict:
        goals = goals_of(plan)
        indicators = indicators_of(plan, self.request.user)
        books = known = None
        if self.sees_figures:
            counted = {one.benefit_indicator_id: one.benefit_indicator for one in goals if one.benefit_indicator}
            known = known_of(({one.pk: one for one in indicators} | counted).values())
            books = books_of(plan, self.today, goals=goals, known=known)
        lacks = defects(plan)
        branches = branches_of(plan, indicators, known, self.today, self.request.user)
        phases = list(Phase.objects.visible_to(self.request.user).filter(plan=plan).order_by("position", "pk"))
        return {
            "goals": [self.branch(goal, branches[goal.pk], books, lacks) for goal in goals],
            "strip": strip(books.whole, self.currency) if books else [],
            "missing": len(lacks),
            "completeness_url": self.url("completeness", plan.pk),
            "phases": [(one, Stretch(one.name, one.starts_on, one.ends_on).state(self.today)) for one in phases],
            "timebar": self.timebar(plan, phases),
        }

    def branch(self, goal, branches, books, lacks) -> GoalBranch:
        own = {("goal", goal.pk), *(("strategy", one.strategy.pk) for one in branches)}
        return GoalBranch(
            goal,
            [self.drawn(one) for one in branches if not one.strategy.is_left_out],
            [one for one in branches if one.strategy.is_left_out],
            books.of(goal) if books else None,
            sum((one.record._meta.model_name, one.record.pk) in own for one in lacks),
        )

    def drawn(self, branch) -> DrawnBranch:
        return DrawnBranch(branch, [drawn_leaf(one, self.currency) for one in branch.leaves])

    def timebar(self, plan, phases):
        stretches = [Stretch(one.name, one.starts_on, one.ends_on) for one in phases]
        first = min([plan.starts_on, *(one.start for one in stretches)])
        last = max([plan.ends_on, *(one.end for one in stretches)])
        return timebar(first, last, stretches, self.today)
