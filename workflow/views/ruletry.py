from django.shortcuts import render
from django.utils.translation import gettext as _

from crm.ui.pages import RecordPage
from workflow.actions.ruletry import tried
from workflow.models import Rule

DAYS = (7, 30, 90)


class RuleDryRun(RecordPage):
    """How many records of the last days it would have met, the first of them, and what it would have done."""

    model, icon = Rule, "robot"

    def get(self, request, pk):
        rule = self.record()
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else 30
        context = {
            "rule": rule,
            "title": _("“%(rule)s” on past records") % {"rule": rule},
            "trial": tried(rule, request.user, days),
            "choices": [(one, one == days) for one in DAYS],
            "may_switch_on": not rule.is_on and request.user.access.covers("change", rule),
        }
        return render(request, "workflow/rule/dry_run.html", context)
