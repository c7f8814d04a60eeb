from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from crm.ui import cells
from crm.ui.table import Column, Table
from workflow.automation import words
from workflow.models import RuleRun

COLOURS = {"done": "green", "failed": "red", "stopped": "yellow"}


def switch(value, rule):
    """On or off in a word; off because it kept failing says so."""
    if rule.is_on:
        return cells.badge(pgettext("an automation", "On"), colour="green")
    if rule.off_reason:
        return cells.badge(pgettext("an automation", "Off: it kept failing"), colour="red")
    return cells.badge(pgettext("an automation", "Off"))


def run_state(state):
    return cells.badge(dict(RuleRun.STATES)[state], colour=COLOURS.get(state, "secondary")) if state else ""


def last_run(rule):
    if not rule.last_run_at:
        return format_html('<span class="n-muted">{}</span>', _("never"))
    return format_html("{} {}", cells.moment(rule.last_run_at), run_state(rule.last_state))


def failures(rule):
    if not rule.failures:
        return ""
    return ngettext("%(count)s in a row", "%(count)s in a row", rule.failures) % {"count": rule.failures}


class RuleTable(Table):
    columns = [
        Column("name", gettext_lazy("Automation"), sort="name_fold", is_main=True),
        Column("is_on", gettext_lazy("State"), cell=switch),
        Column("when", gettext_lazy("When"), words.when),
        Column("last_run", gettext_lazy("Last run"), last_run),
        Column("failures", gettext_lazy("Failures"), failures),
        Column("owner", gettext_lazy("Owner")),
        Column("created_at", gettext_lazy("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", gettext_lazy("Changed"), cell=cells.moment, sort="updated_at", is_default=False),
        Column("tags", gettext_lazy("Tags"), cell=cells.tags, is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner", "record_type").with_last_run()

    def row_css(self, rule) -> str:
        return "is-late" if rule.off_reason else ""
