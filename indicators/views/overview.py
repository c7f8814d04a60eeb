"""How the indicators stand: headlines first, then every one under its goal; and the same for a screen on the wall."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.ui.pages import RecordPage
from crm.ui.pages.form import FormTexts
from indicators.models import Indicator, Link, Plan
from indicators.panels.card import cards, live_cards

ICON = "chart-line"


@dataclass
class GoalGroup:
    """A goal with the cards of what measures it; None gathers what belongs to no goal one may see."""

    goal: object
    cards: list = field(default_factory=list)


class IndicatorOverview(RecordPage):
    """Who has no right to the organization's figures gets their own, worked out now."""

    model, icon, is_collective = Indicator, ICON, True
    title = _("How we stand")

    def get(self, request):
        found = self.records().watched().order_by("position", "pk")
        if not request.user.access.may("figures", Indicator):
            context = {"cards": live_cards(request.user, list(found.select_related("plan", "accountable")))}
            if request.htmx:
                return render(request, "indicators/overview/_cards.html", context)
            return self.show("own.html", context)
        drawn = cards(request.user, list(found.for_cards()))
        context = {
            "headlines": [one for one in drawn if one.indicator.is_headline],
            "goals": self.goals(drawn),
            "may_plan": request.user.access.may("view", Plan),
        }
        return self.show("overview.html", context)

    def show(self, name, context):
        page = FormTexts(str(self.title), "", "", icon=self.icon)
        return render(self.request, f"indicators/overview/{name}", {"page": page, **context})

    def goals(self, drawn) -> list[GoalGroup]:
        """In the order of plans and goals; an indicator stands under each goal it measures."""
        by_pk = {one.indicator.pk: one for one in drawn}
        links = Link.objects.visible_to(self.request.user).filter(
            indicator__in=by_pk, strategy__deleted_at__isnull=True, strategy__goal__deleted_at__isnull=True
        )
        groups, placed = {}, set()
        order = ("strategy__goal__plan", "strategy__goal__position", "strategy__goal", "indicator__position", "pk")
        shown = ("strategy__goal__statement", "strategy__goal__plan__name")
        for link in links.select_related("strategy__goal__plan").only("indicator", *shown).order_by(*order):
            group = groups.setdefault(link.strategy.goal_id, GoalGroup(link.strategy.goal))
            if (link.strategy.goal_id, link.indicator_id) not in placed:
                placed.add((link.strategy.goal_id, link.indicator_id))
                group.cards.append(by_pk[link.indicator_id])
        measuring = {indicator for __, indicator in placed}
        alone = [one for pk, one in by_pk.items() if pk not in measuring]
        return [*groups.values(), *([GoalGroup(None, alone)] if alone else [])]


class IndicatorWall(RecordPage):
    """For a screen nobody sits at: one plan after the other, large, brought up to date by itself."""

    model, icon, is_collective, action = Indicator, ICON, True, "figures"

    def get(self, request):
        found = self.records().headlines().for_cards()
        by_plan = {}
        for one in found:
            by_plan.setdefault(one.plan_id, []).append(one)
        plans = list(by_plan.values())
        at = self.place(len(plans))
        drawn = cards(request.user, plans[at]) if plans else []
        context = {
            "page": FormTexts(str(_("Wall screen")), "", "", icon=self.icon),
            "plan": plans[at][0].plan if plans else None,
            "cards": drawn,
            "number": at + 1,
            "count": len(plans),
            "next_url": f"{self.url('wall')}?page={(at + 1) % len(plans) if plans else 0}",
            "moment": timezone.localtime(),
        }
        return render(request, "indicators/overview/wall.html", context)

    def place(self, count: int) -> int:
        wanted = self.request.GET.get("page", "0")
        return int(wanted[:4]) % count if count and wanted.isascii() and wanted.isdecimal() else 0
