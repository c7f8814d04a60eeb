"""The page of one indicator: its figure, its course, what is behind it, and what it is for."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.ui.pages import DetailPage, Fact, RecordPage
from indicators.models import Annotation, CorrectiveAction, Indicator
from indicators.monitoring.course import last_periods, live, measured
from indicators.monitoring.drill import Drill
from indicators.panels.breakdown import breakdown, dimensions_of
from indicators.panels.definition import answers, guard
from indicators.panels.hero import hero
from indicators.panels.known import known_on
from indicators.panels.process import process
from indicators.panels.revision import revisions
from indicators.ui.figures import period
from indicators.views.indicatorform import VERBS

ICON = "chart-line"
# So many closed periods are offered to be told apart.
OFFERED = 13


class OneIndicator(RecordPage):
    """What the page and its parts share."""

    model, icon = Indicator, ICON

    def records(self):
        return super().records().select_related("plan", "accountable", "measured_by")

    def measured_record(self):
        """404 where the metric is gone: there is nothing to show of it."""
        record = self.record()
        if record.unit is None:
            raise Http404
        return record

    @property
    def is_whole(self) -> bool:
        return self.request.user.access.may("figures", Indicator)

    def show_part(self, record, name: str, context: dict):
        """htmx gets the part alone, a browser without script a page of it."""
        context = {"record": record, "part": f"indicators/indicator/_{name}.html", **context}
        template = context["part"] if self.request.htmx else "indicators/indicator/part.html"
        return render(self.request, template, context)


class IndicatorDetail(OneIndicator, DetailPage):
    template = "indicators/indicator/detail.html"
    lead = [
        Fact("accountable", _("Who answers for it"), icon="user"),
        Fact("cadence", _("Measured"), lambda one: one.get_cadence_display(), icon="repeat"),
        Fact("scope_key", _("Metric"), lambda one: one.label if one.name else "", icon="chart-dots"),
    ]
    verbs = VERBS

    def fits(self, verb, record) -> bool:
        return super().fits(verb, record) and self.url(verb.name, record.pk) is not None

    def context(self, record) -> dict:
        context = super().context(record)
        if record.unit is None:
            return context | {"is_gone": True, "timeline_url": None}
        context |= self.figures(record)
        # The history tells every status there was.
        return context if self.is_whole else context | {"timeline_url": None}

    def figures(self, record) -> dict:
        user = self.request.user
        course = measured(record) if self.is_whole else live(record, user)
        annotations = list(Annotation.objects.visible_to(user).filter(indicator=record).select_related("written_by"))
        return {
            "hero": hero(course) | {"open_actions": self.open_actions(record)},
            "process": process(course, annotations),
            "guard": guard(course, user),
            "answers": answers(record),
            "has_parts": bool(dimensions_of(record)),
            "revisions": revisions(record, user) if self.is_whole else [],
            "is_whole": self.is_whole,
            "may_change": user.access.covers("change", record),
            "today": timezone.localdate(),
        }

    def open_actions(self, record) -> int:
        return CorrectiveAction.objects.visible_to(self.request.user).open().filter(indicator=record).count()


class IndicatorBreakdown(OneIndicator):
    title = _("%(name)s, broken down")

    def get(self, request, pk):
        record = self.measured_record()
        dimensions = dimensions_of(record)
        by = request.GET.get("by") or next(iter(dimensions), "")
        if by not in dimensions:
            raise Http404
        periods, chosen = self.periods(record)
        context = breakdown(record, request.user, chosen, by) | {
            "page": {"title": str(self.title) % {"name": record}},
            "dimensions": [
                {"key": key, "label": label, "is_current": key == by} for key, label in dimensions.items()
            ],
            "periods": [
                {
                    "start": one.start.isoformat(),
                    "label": period(one.start, one.end, record.cadence),
                    "is_current": one == chosen,
                }
                for one in periods
            ],
            "by_label": dimensions[by],
        }
        return self.show_part(record, "breakdown", context)

    def periods(self, record):
        """The last that are over, and the one we are in; newest first, with the one asked for."""
        own = Drill(record, self.request.user, None).own
        found = list(reversed(last_periods(record, own, OFFERED + 1)))
        asked = self.request.GET.get("period")
        if not asked:
            return found, found[1]
        try:
            chosen = record.grain.period(date.fromisoformat(asked))
        except (ValueError, OverflowError):
            raise Http404 from None
        return sorted({*found, chosen}, reverse=True), chosen


class IndicatorKnown(OneIndicator):
    """Figures as they were known on a day: of the whole organization, so for who may see those."""

    action, title = "figures", _("%(name)s, as known on a day")

    def get(self, request, pk):
        record = self.measured_record()
        day = self.day()
        context = {
            "page": {"title": str(self.title) % {"name": record}},
            "pairs": known_on(record, request.user, day),
            "day": day,
        }
        return self.show_part(record, "known", context)

    def day(self) -> date:
        try:
            return date.fromisoformat(self.request.GET.get("on", "") or timezone.localdate().isoformat())
        except ValueError:
            raise Http404 from None
