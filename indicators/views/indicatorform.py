"""What is asked about an indicator: its metric, its part, its people, its bands, its baseline, its strategies."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.measures import all_kpis, kpi_of
from crm.ui.pages import CreatePage, EditPage, RecordPage, Verb, VerbPage
from crm.views.record import Trash
from indicators.actions import baseline as baselines
from indicators.actions import indicator as indicators
from indicators.actions import snapshot
from indicators.forms.indicator import IndicatorForm, LinkForm, UnlinkForm
from indicators.forms.target import RebaseForm, TargetForm
from indicators.models import Indicator, Strategy
from indicators.ui.figures import figure
from indicators.ui.metrics import AREAS, facts_of

ICON = "chart-line"
VERBS = [
    Verb(
        "target",
        _("Set bands"),
        "adjustments",
        is_primary=True,
        fits=lambda one: metric_of(one) is not None and one.is_judged,
    ),
    Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
    Verb("annotate", _("Add an annotation"), "note"),
    Verb("freeze", _("Freeze the baseline"), "lock", fits=lambda one: baselines.current(one) is None),
    Verb("rebase", _("Compare with another time"), "refresh", fits=lambda one: baselines.current(one) is not None),
    Verb("link", _("Link to another strategy"), "link"),
    Verb("unlink", _("Unlink from a strategy"), "x", fits=lambda one: one.links.count() > 1),
    Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
]


class IndicatorCatalogue(RecordPage):
    """Every metric in words, to choose one from."""

    model, action, is_collective = Indicator, "create", True

    def get(self, request):
        strategy = request.GET.get("strategy", "")
        is_number = strategy.isascii() and strategy.isdecimal()
        chosen = Strategy.objects.visible_to(request.user).filter(pk=strategy).first() if is_number else None
        areas = [
            (label, [self.drawn(kpi) for kpi in all_kpis() if kpi.key.startswith(f"{key}.")]) for key, label in AREAS
        ]
        context = {"areas": [one for one in areas if one[1]], "strategy": chosen}
        return render(request, "indicators/indicator/catalogue.html", context)

    def drawn(self, kpi) -> dict:
        asked = {name: self.request.GET[name] for name in ("strategy", "next") if name in self.request.GET}
        return {"facts": facts_of(kpi), "url": f"{self.url('create')}?{urlencode({'kpi_key': kpi.key} | asked)}"}


class IndicatorCreate(CreatePage):
    model, form, icon = Indicator, IndicatorForm, ICON
    template = "indicators/indicator/form.html"
    do = indicators.create
    title = _("New indicator")

    def get(self, request):
        if self.kpi() is None:
            return HttpResponseRedirect(f"{self.url('catalogue')}?{request.GET.urlencode()}")
        return super().get(request)

    def kpi(self):
        key = self.request.POST.get("kpi_key") or self.request.GET.get("kpi_key", "")
        return next((one for one in all_kpis() if one.key == key), None)

    def initial(self):
        me = self.request.user.pk
        kpi = self.kpi()
        proposed = {"measured_by": me, "accountable": me, "cadence": kpi.grain.value if kpi else "month"}
        return proposed | super().initial()

    def bound(self, *args, **kwargs):
        kpi = self.kpi()
        if kpi is None:
            raise Http404
        return super().bound(*args, kpi=kpi, **kwargs)

    def show(self, form, status=200, **context):
        return super().show(form, status, metric=facts_of(form.kpi), **context)


class IndicatorEdit(EditPage):
    model, form, icon = Indicator, IndicatorForm, ICON
    template = "indicators/indicator/form.html"
    do = indicators.edit

    def bound(self, record, *args, **kwargs):
        return super().bound(record, *args, kpi=metric_of(record), **kwargs)

    def show(self, record, form, status=200, **context):
        metric = facts_of(form.kpi) if form.kpi else None
        return super().show(record, form, status, metric=metric, **context)


def metric_of(indicator):
    """None where the metric is gone."""
    try:
        return kpi_of(indicator.kpi_key)
    except KeyError:
        return None


class IndicatorTrash(Trash):
    model = Indicator

    def after(self, record, result):
        return record.plan.get_absolute_url()


class IndicatorLink(VerbPage):
    model, form, icon = Indicator, LinkForm, ICON
    do = indicators.link
    title = _("Link “%(record)s” to another strategy")
    submit_label = _("Link")
    done = _("“%(record)s” measures one strategy more.")

    def form_options(self, record):
        found = Strategy.objects.visible_to(self.request.user).in_order().filter(goal__plan=record.plan_id)
        return {"strategies": found.exclude(links__indicator=record)}


class IndicatorUnlink(VerbPage):
    model, form, icon = Indicator, UnlinkForm, ICON
    do = indicators.unlink
    title = _("Unlink “%(record)s” from a strategy")
    submit_label = _("Unlink")
    done = _("“%(record)s” is unlinked.")

    def form_options(self, record):
        return {"strategies": Strategy.objects.visible_to(self.request.user).filter(links__indicator=record)}


def set_bands(indicator, *, by, target):
    indicators.set_target(target, by=by)
    snapshot.rejudge(indicator)


class Measured(VerbPage):
    """A verb that needs the metric to be there."""

    model, icon = Indicator, ICON
    template = "indicators/indicator/form.html"

    def record(self):
        record = super().record()
        if metric_of(record) is None:
            raise Http404
        return record


class IndicatorTarget(Measured):
    form = TargetForm
    do = set_bands
    title = _("Bands of %(record)s")
    submit_label = _("Save")
    done = _("The bands of %(record)s are set.")

    @property
    def lead(self):
        """How it is measured, and the baseline where its reader may know it."""
        record = self.record()
        said = facts_of(record.kpi)["said"]
        baseline = baselines.current(record)
        if baseline is None or baseline.mean is None or not self.request.user.access.may("figures", Indicator):
            return said
        told = gettext("Baseline: %(mean)s.") % {"mean": figure(baseline.mean, record.unit)}
        # The page puts the record's name in, and must leave a share's sign alone.
        return f"{said} {told}".replace("%", "%%")

    def form_options(self, record):
        return {"indicator": record}

    def arguments(self, form):
        return {"target": form.target()}


class IndicatorFreeze(Measured):
    do = baselines.freeze
    title = _("Freeze the baseline of “%(record)s”?")
    lead = _(
        "The periods before the start of the plan are worked out from the records and kept. Later changes of the"
        " records do not move them."
    )
    submit_label = _("Freeze")
    done = _("The baseline of “%(record)s” is frozen.")


def rebase(indicator, *, by, **given):
    baselines.rebase(indicator, by=by, **given)
    snapshot.rejudge(indicator)


class IndicatorRebase(Measured):
    form = RebaseForm
    do = rebase
    title = _("Compare %(record)s with another time")
    lead = _("The present baseline is kept, and every figure keeps the one it was judged by.")
    submit_label = _("Compare with this")
    done = _("%(record)s is compared with these days from now on.")

    def form_options(self, record):
        present = baselines.current(record)
        days = {"starts_on": present.starts_on, "ends_on": present.ends_on} if present else {}
        return {"initial": days}


PAGES = {
    "catalogue": IndicatorCatalogue,
    "create": IndicatorCreate,
    "edit": IndicatorEdit,
    "trash": IndicatorTrash,
    "link": IndicatorLink,
    "unlink": IndicatorUnlink,
    "target": IndicatorTarget,
    "freeze": IndicatorFreeze,
    "rebase": IndicatorRebase,
}
