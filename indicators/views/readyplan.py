"""Ready plans: chosen among pictures of what they hold, then one form, then one's own plan."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from crm.measures import kpi_of
from crm.ui.pages import CreatePage, RecordPage
from crm.ui.pages.form import FormTexts
from indicators.actions import readyplan
from indicators.forms.plan import ApplyForm
from indicators.models import Goal, Plan
from indicators.readyplans import READY

KINDS = dict(Goal.KINDS)


class PlanReady(RecordPage):
    model, action, is_collective = Plan, "create", True

    def get(self, request):
        context = {"ready_plans": [drawn(one) for one in READY.values()], "list_url": self.url("list")}
        return render(request, "indicators/plan/ready.html", context | {"create_url": self.url("create")})


def drawn(ready) -> dict:
    return {
        "ready": ready,
        "goals": [(one.statement, KINDS[one.kind]) for one in ready.goals],
        "indicators": [kpi_of(one.kpi).label for one in ready.indicators],
        "headlines": [kpi_of(one.kpi).label for one in ready.indicators if one.is_headline],
    }


class PlanApply(CreatePage):
    model, form, icon = Plan, ApplyForm, "template"
    template = "indicators/plan/apply.html"

    def dispatch(self, request, *args, key, **kwargs):
        self.ready = READY.get(key)
        if self.ready is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def save(self, form):
        return readyplan.apply(self.ready, by=self.request.user, **form.cleaned_data)

    def success(self, record):
        return _("“%(record)s” is yours now: change whatever is different with you.") % {"record": record}

    def texts(self):
        title = _("Apply “%(name)s”") % {"name": self.ready.name}
        return FormTexts(title, _("Apply"), self.url("ready"), lead=str(self.ready.purpose), icon=self.icon)

    def show(self, form, status=200, **context):
        return super().show(form, status, drawn=drawn(self.ready), **context)
