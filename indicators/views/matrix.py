"""Benefit and impact of the strategies as a picture one works in; it says which phase each belongs to."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.exceptions import Conflict
from crm.ui.pages import RecordPage
from indicators.actions import strategy as strategies
from indicators.forms.score import ScoreForm
from indicators.models import Phase, Strategy
from indicators.models.initiative import HIGHEST, LOWEST
from indicators.monitoring.matrix import Zone, phase_of, zone_of
from indicators.monitoring.tree import Branch, branches_of, indicators_of
from indicators.ui.status import chip
from indicators.ui.timebar import Stretch
from indicators.views.planpage import PlanTab

SCORES = range(LOWEST, HIGHEST + 1)
ZONES: dict[Zone, str | Promise] = {
    Zone.FIRST: gettext_lazy("Do first"),
    Zone.PLANNED: gettext_lazy("Plan well"),
    Zone.LATER: gettext_lazy("Later"),
    Zone.LEFT_OUT: gettext_lazy("Leave out"),
}


@dataclass
class Mark:
    """A strategy in the picture, by its number in the order of the plan."""

    number: int
    branch: Branch
    measures: list[tuple] = field(default_factory=list)

    @property
    def strategy(self) -> Strategy:
        return self.branch.strategy


@dataclass
class Cell:
    benefit: int
    impact: int
    zone: Zone
    marks: list[Mark]
    # The corner of a zone carries its name.
    name: str = ""
    leads_to: str = ""


@dataclass
class Column:
    """What falls into one phase, or is left out; `state` is past, now, next, or out."""

    label: str
    state: str
    marks: list[Mark]
    phase: Phase | None = None


class PlanMatrix(PlanTab):
    tab, template = "matrix", "indicators/plan/matrix.html"

    def about(self, plan) -> dict:
        phases = list(Phase.objects.visible_to(self.request.user).filter(plan=plan).order_by("position", "pk"))
        marks = self.marks(plan)
        return {
            "rows": [
                (benefit, [cell(benefit, impact, marks, phases) for impact in SCORES]) for benefit in SCORES[::-1]
            ],
            "scores": SCORES,
            "marks": marks,
            "tray": [one for one in marks if not one.strategy.is_scored],
            "columns": columns(marks, phases, self.today),
            "has_phases": bool(phases),
        }

    def marks(self, plan) -> list[Mark]:
        found = branches_of(plan, indicators_of(plan, self.request.user), None, self.today, self.request.user)
        branches = [branch for branches in found.values() for branch in branches]
        return [Mark(number, one, self.measures(one)) for number, one in enumerate(branches, start=1)]

    def measures(self, branch) -> list[tuple]:
        return [(one.indicator, self.status(one.indicator)) for one in branch.leaves]

    def status(self, indicator) -> str:
        return chip(indicator.status, indicator.get_status_display()) if self.sees_figures else ""


def cell(benefit, impact, marks, phases) -> Cell:
    zone = zone_of(benefit, impact)
    mine = [one for one in marks if (one.strategy.benefit, one.strategy.impact) == (benefit, impact)]
    found = Cell(benefit, impact, zone, mine)
    above = zone_of(min(benefit + 1, HIGHEST), impact) if benefit < HIGHEST else None
    before = zone_of(benefit, impact - 1) if impact > LOWEST else None
    if zone not in (above, before):
        found.name = ZONES[zone]
        phase = phase_of(zone, phases)
        found.leads_to = phase.name if phase else ""
    return found


def columns(marks, phases, today) -> list[Column]:
    found = [
        Column(
            one.name,
            Stretch(one.name, one.starts_on, one.ends_on).state(today),
            [mark for mark in marks if mark.strategy.phase_id == one.pk and not mark.strategy.is_left_out],
            one,
        )
        for one in phases
    ]
    out = [mark for mark in marks if mark.strategy.is_left_out]
    return [*found, Column(_("Left out"), "out", out)] if out else found


class StrategyScore(RecordPage):
    """A strategy put into a cell: by drag, by keys, or by the form beside the picture."""

    model, action = Strategy, "change"
    http_method_names = ["post"]

    def records(self):
        return super().records().select_related("goal__plan")

    def post(self, request, pk):
        strategy, form = self.record(), ScoreForm(request.POST)
        if not form.is_valid():
            return self.answer(strategy, _("Benefit and impact go from 1 to 5."), status=422)
        try:
            scored = strategies.score(strategy, by=request.user, **form.cleaned_data)
        except Conflict:
            return self.answer(strategy, changed_meanwhile(strategy), status=409)
        except ValidationError as error:
            return self.answer(strategy, " ".join(error.messages), status=422)
        return self.answer(strategy, said(scored))

    def answer(self, strategy, text, status=200):
        plan = strategy.goal.plan
        if self.request.htmx:
            page = PlanMatrix()
            page.setup(self.request, pk=plan.pk)
            context = page.head(plan) | page.about(plan) | {"said": text, "is_refused": status != 200}
            return render(self.request, "indicators/plan/_matrix.html", context, status=status)
        (messages.success if status == 200 else messages.error)(self.request, text)
        return HttpResponseRedirect(f"{reverse('indicators:plan-matrix', args=[plan.pk])}#score-{strategy.pk}")


def said(strategy) -> str:
    told = {"strategy": strategy, "benefit": strategy.benefit, "impact": strategy.impact, "phase": strategy.phase}
    if strategy.is_left_out:
        return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. The plan now goes without it.") % told
    if strategy.phase is None:
        return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. The plan has no phases yet.") % told
    return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. Now in “%(phase)s”.") % told


def changed_meanwhile(strategy) -> str:
    return _("Somebody changed “%(strategy)s” meanwhile. This is how it stands now.") % {"strategy": strategy}
