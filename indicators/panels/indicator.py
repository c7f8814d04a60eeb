"""Blocks beside an indicator's figures: what it is for, its baseline, its bands, what is done about it."""

from decimal import Decimal

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel
from indicators.models import Baseline, CorrectiveAction, Indicator, Link, Plan, Target
from indicators.models.correctiveaction import OPEN
from indicators.ui.band import told
from indicators.ui.figures import change, decimal, figure
from indicators.ui.status import action_state


class Strategies(Panel):
    """The strategies it measures, each under its goal."""

    key, title, icon, position = "strategies", _("What it measures"), "route", 10
    template = "indicators/indicator/_strategies.html"
    empty_text = _("It measures no strategy.")
    limit = 20

    def may(self, user):
        return user.access.may("view", Plan)

    def rows(self, request, record):
        links = Link.objects.visible_to(request.user).filter(indicator=record)
        links = links.filter(strategy__deleted_at__isnull=True, strategy__goal__deleted_at__isnull=True)
        return links.select_related("strategy__goal").order_by("strategy__goal__position", "strategy__position", "pk")


class OfTheOrganization(Panel):
    """Baseline and bands are of the whole organization."""

    def may(self, user):
        return user.access.may("figures", Indicator)


class BaselinePanel(OfTheOrganization):
    key, title, icon, position = "baseline", _("Baseline"), "history", 20
    template = "indicators/indicator/_baseline.html"
    empty_text = _("No baseline is frozen yet: it is worked out from the records before the plan starts.")
    limit = 12

    def rows(self, request, record):
        return Baseline.objects.visible_to(request.user).filter(indicator=record).select_related("frozen_by")

    def count(self, request, record, rows):
        return None

    def context(self, request, record, rows):
        return {"current": rows[0] if rows else None, "earlier": rows[1:]}


class Bands(OfTheOrganization):
    key, title, icon, position = "bands", _("Bands"), "target-arrow", 30
    template = "indicators/indicator/_bands.html"
    empty_text = _("No bands are set: nobody can say yet whether the figure is good.")
    limit = 12

    def rows(self, request, record):
        return Target.objects.visible_to(request.user).filter(indicator=record).select_related("indicator")

    def count(self, request, record, rows):
        return None

    def add_url(self, request, record):
        if not request.user.access.covers("change", record):
            return None
        return reverse("indicators:indicator-target", args=[record.pk])

    def context(self, request, record, rows):
        return {"bands": [{"target": one, "ranges": told(one, write_of(one, record))} for one in rows]}


def write_of(target, indicator):
    """Edges are figures, factors of the baseline, or what is added to it."""
    if target.basis == "times":
        return lambda value: _("%(number)s × the baseline") % {"number": decimal(value, 2)}
    if target.basis == "points":
        return lambda value: _("baseline %(change)s") % {"change": change(value, Decimal(0), indicator.unit)}
    return lambda value: figure(value, indicator.unit)


class Actions(Panel):
    key, title, icon, position = "actions", _("Corrective actions"), "alert-triangle", 5
    template = "indicators/indicator/_actions.html"
    empty_text = _("Nothing has to be put right.")
    limit = 6

    def may(self, user):
        return user.access.may("view", CorrectiveAction)

    def rows(self, request, record):
        """Open ones first, then the latest."""
        found = CorrectiveAction.objects.visible_to(request.user).alive().filter(indicator=record)
        is_over = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))
        return found.select_related("owner").order_by(is_over, "-opened_at", "-pk")

    def context(self, request, record, rows):
        return {"actions": [{"action": one, "state": action_state(None, one)} for one in rows]}

    def all_url(self, request, record):
        return f"{reverse('indicators:correctiveaction-list')}?{urlencode({'indicator': record.pk})}"

    def add_url(self, request, record):
        if not request.user.access.may("create", CorrectiveAction):
            return None
        return f"{reverse('indicators:correctiveaction-create')}?{urlencode({'indicator': record.pk})}"
