from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.actions import record as records
from crm.ui.pages import CreatePage, EditPage, ListPage, StandardView, VerbPage
from crm.ui.pages.list import More
from crm.views.record import Trash
from indicators.actions import baseline as baselines
from indicators.actions import plan as plans
from indicators.filters.plan import PlanFilter
from indicators.forms.plan import PlanForm
from indicators.models import Plan
from indicators.tables.plan import PlanTable

ICON = "flag"


class PlanList(ListPage):
    model, filter, table, icon = Plan, PlanFilter, PlanTable, ICON
    create_label = _("New plan")
    empty_title = _("Say what the CRM is for, and see whether it does it")
    empty_text = _(
        "A plan holds goals with their worth in money, the strategies towards them, and the figures that tell"
        " whether these work. Begin with a ready plan and change what is different with you."
    )
    template = "indicators/plan/list.html"
    standard_views = [StandardView(pgettext_lazy("plans", "Active"), "state=active")]

    def more(self):
        ready = self.url_if_may("create", "ready")
        return [*([More(_("Ready plans"), "template", ready)] if ready else []), *super().more()]

    def context(self, filterset):
        return super().context(filterset) | {"ready_url": self.url_if_may("create", "ready")}


class PlanCreate(CreatePage):
    model, form, icon = Plan, PlanForm, ICON
    do = records.create
    title = _("New plan")


class PlanEdit(EditPage):
    model, form, icon = Plan, PlanForm, ICON
    do = records.edit


class PlanTrash(Trash):
    model = Plan


class PlanActivate(VerbPage):
    model, icon = Plan, ICON
    do = plans.activate
    title = _("Activate “%(record)s”?")
    lead = _("From now on its indicators are measured, judged and acted on.")
    submit_label = _("Activate")
    done = _("“%(record)s” is active. The first measurements are on their way.")

    def refuse(self, record, form, error):
        super().refuse(record, form, error)
        return HttpResponseRedirect(self.url("completeness", record.pk))


class PlanClose(VerbPage):
    model, icon = Plan, ICON
    do = plans.close
    title = _("Close “%(record)s”?")
    lead = _("Its indicators are measured no more. What was measured stays.")
    submit_label = _("Close")
    done = _("“%(record)s” is closed.")


class PlanReopen(VerbPage):
    model, icon = Plan, ICON
    do = plans.reopen
    title = _("Reopen “%(record)s”?")
    lead = _("It becomes a draft again, to be completed and activated.")
    submit_label = _("Reopen")
    done = _("“%(record)s” is a draft again.")


class PlanFreezeAll(VerbPage):
    model, icon = Plan, ICON
    do = baselines.freeze_all
    title = _("Freeze the baselines of “%(record)s”?")
    lead = _(
        "For each indicator without a baseline, the periods before the start are worked out from the records and"
        " kept. Later changes of the records do not move them."
    )
    submit_label = _("Freeze")
    done = _("The baselines are frozen.")
