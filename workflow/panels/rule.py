"""The last runs on the page of an automation."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel
from workflow.models import RuleRun
from workflow.tables.rule import run_state


class Runs(Panel):
    key, title, icon = "runs", _("Runs"), "history"
    position = 10
    template = "workflow/rule/_runs.html"
    empty_text = _("It has not run yet.")

    def rows(self, request, rule):
        return (
            RuleRun.objects.visible_to(request.user)
            .filter(rule=rule)
            .select_related("rule")
            .with_records(request.user)
        )

    def all_url(self, request, rule):
        return f"{reverse('workflow:rulerun-list')}?rule={rule.pk}"

    def context(self, request, record, rows):
        return {"runs": [(run, run_state(run.state)) for run in rows]}
