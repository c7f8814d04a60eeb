"""Benefit and impact of strategies and tactics as a picture one works in; it says which phase each belongs to."""

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
from indicators.models import Phase, Strategy, Tactic
from indicators.models.initiative import HIGHEST, LOWEST, Initiative
from indicators.monitoring.matrix import Zone, phase_of, zone_of
from indicators.monitoring.tree import Branch, branches_of, indicators_of, is_open
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
    """A strategy in the picture, by its number in the order of the plan, or a tactic by its own below that: 2.1."""

    number: str
    initiative: Initiative
    branch: Branch
    measures: list[tuple] = field(default_factory=list)

    @property
    def stem(self) -> str:
        return self.initiative._meta.model_name

    @property
    def is_tactic(self) -> bool:
        return self.stem == "tactic"

    @property
    def name(self) -> str:
        """What tells it apart in addresses within the page."""
        return f"{self.stem}-{self.initiative.pk}"

    @property
    def url(self) -> str:
        return reverse(f"indicators:{self.stem}-score", args=[self.initiative.pk])

    @property
    def belongs_to(self):
        return self.branch.strategy if self.is_tactic else self.branch.strategy.goal

    @property
    def is_done(self) -> bool:
        return self.is_tactic and self.initiative.is_done

    @property
    def waits(self) -> bool:
        """For its scores: nobody needs to weigh what is done."""
        return not self.initiative.is_scored and not self.is_done

    @property
    def is_left_out(self) -> bool:
        """With its strategy a tactic is left out too."""
        return self.initiative.is_left_out or self.branch.strategy.is_left_out

    @property
    def is_in_work(self) -> bool:
        if self.is_tactic:
            return not self.is_left_out and not self.is_done and is_open(self.initiative.phase, self.branch.today)
        return self.branch.is_in_work


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
            "tray": [one for one in marks if one.waits],
            "columns": columns(marks, phases, self.today),
            "has_phases": bool(phases),
        }

    def marks(self, plan) -> list[Mark]:
        found = branches_of(plan, indicators_of(plan, self.request.user), None, self.today, self.request.user)
        branches = [branch for branches in found.values() for branch in branches]
        return [
            mark
            for number, one in enumerate(branches, start=1)
            for mark in (Mark(str(number), one.strategy, one, self.measures(one)), *tactics(number, one))
        ]

    def measures(self, branch) -> list[tuple]:
        return [(one.indicator, self.status(one.indicator)) for one in branch.leaves]

    def status(self, indicator) -> str:
        return chip(indicator.status, indicator.get_status_display()) if self.sees_figures else ""


def tactics(number, branch) -> list[Mark]:
    return [Mark(f"{number}.{at}", one, branch) for at, one in enumerate(branch.tactics, start=1)]


def cell(benefit, impact, marks, phases) -> Cell:
    zone = zone_of(benefit, impact)
    mine = [one for one in marks if (one.initiative.benefit, one.initiative.impact) == (benefit, impact)]
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
            [mark for mark in marks if mark.initiative.phase_id == one.pk and not mark.is_left_out],
            one,
        )
        for one in phases
    ]
    out = [mark for mark in marks if mark.is_left_out]
    return [*found, Column(_("Left out"), "out", out)] if out else found


class InitiativeScore(RecordPage):
    """Put into a cell: by drag, by keys, or by the form beside the picture."""

    action = "change"
    http_method_names = ["post"]
    # From it to its plan.
    path = ""

    def records(self):
        return super().records().select_related(self.path)

    def post(self, request, pk):
        initiative, form = self.record(), ScoreForm(request.POST)
        if not form.is_valid():
            return self.answer(initiative, _("Benefit and impact go from 1 to 5."), status=422)
        try:
            scored = strategies.score(initiative, by=request.user, **form.cleaned_data)
        except Conflict:
            return self.answer(initiative, changed_meanwhile(initiative), status=409)
        except ValidationError as error:
            return self.answer(initiative, " ".join(error.messages), status=422)
        return self.answer(initiative, said(scored))

    def answer(self, initiative, text, status=200):
        plan = initiative.plan
        if self.request.htmx:
            page = PlanMatrix()
            page.setup(self.request, pk=plan.pk)
            context = page.head(plan) | page.about(plan) | {"said": text, "is_refused": status != 200}
            return render(self.request, "indicators/plan/_matrix.html", context, status=status)
        (messages.success if status == 200 else messages.error)(self.request, text)
        row = f"score-{self.model._meta.model_name}-{initiative.pk}"
        return HttpResponseRedirect(f"{reverse('indicators:plan-matrix', args=[plan.pk])}#{row}")


class StrategyScore(InitiativeScore):
    model, path = Strategy, "goal__plan"


class TacticScore(InitiativeScore):
    model, path = Tactic, "strategy__goal__plan"


def said(initiative) -> str:
    told = {
        "strategy": initiative,
        "benefit": initiative.benefit,
        "impact": initiative.impact,
        "phase": initiative.phase,
    }
    if initiative.is_left_out:
        return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. The plan now goes without it.") % told
    if initiative.phase is None:
        return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. The plan has no phases yet.") % told
    if isinstance(initiative, Tactic) and initiative.strategy.is_left_out:
        return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. The plan goes without its strategy.") % told
    return _("“%(strategy)s”: benefit %(benefit)s, impact %(impact)s. Now in “%(phase)s”.") % told


def changed_meanwhile(initiative) -> str:
    return _("Somebody changed “%(strategy)s” meanwhile. This is how it stands now.") % {"strategy": initiative}
