"""The log of runs: what set each off, what it did, and once more what failed."""

from django.apps import apps
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.models import HistoryEntry
from crm.timelines.name import Names, model_of
from crm.ui.pages import ListPage, RecordPage, StandardView, VerbPage
from workflow.actions import rulerun as runs
from workflow.automation.trigger import verbs_of
from workflow.filters.rulerun import RuleRunFilter
from workflow.models import RuleRun
from workflow.tables.rule import run_state
from workflow.tables.rulerun import RuleRunTable

ICON = "history"


class RuleRunList(ListPage):
    model, filter, table, icon = RuleRun, RuleRunFilter, RuleRunTable, ICON
    title = gettext_lazy("Runs of automations")
    empty_title = gettext_lazy("Nothing has run yet")
    empty_text = gettext_lazy("Whatever an automation does is written down here, with what set it off.")
    standard_views = [
        StandardView(pgettext_lazy("runs", "Failed"), "state=failed"),
        StandardView(pgettext_lazy("runs", "Stopped"), "state=stopped"),
        StandardView(pgettext_lazy("runs", "Waiting"), "state=waiting"),
    ]


class RuleRunDetail(RecordPage):
    model, icon = RuleRun, ICON

    def records(self):
        return super().records().select_related("rule__record_type", "parent__rule").with_records(self.request.user)

    def get(self, request, pk):
        run = self.record()
        names = Names(request.user)
        context = {
            "run": run,
            "title": _("Run %(number)s of “%(rule)s”") % {"number": run.pk, "rule": run.rule},
            "state": run_state(run.state),
            "cause": cause_of(run, names),
            "above": above(run, request.user),
            "below": RuleRun.objects.visible_to(request.user).filter(parent=run).select_related("rule")[:50],
            "done": [(one["text"], made(one, names)) for one in run.done],
            "may_replay": run.may_be_replayed and request.user.access.covers("change", run.rule),
        }
        return render(request, "workflow/rulerun/detail.html", context)


def cause_of(run, names) -> dict:
    """What set it off: who did what and when, or which moment came."""
    if run.moment:
        return {"moment": run.moment}
    entry = HistoryEntry.objects.filter(pk=run.entry).first() if run.entry else None
    if entry is None:
        return {}
    model = model_of(entry.record_type_id)
    verb = dict(verbs_of(model)).get(entry.verb, entry.verb) if model else entry.verb
    return {"actor": names.actor(entry.actor_id), "verb": verb, "at": entry.occurred_at, "field": entry.field}


def above(run, user) -> list:
    """The runs that led here, the first one first; those of rules that the reader may not see are left out."""
    found, at = [], run.parent
    while at is not None and len(found) < len(run.chain):
        found.append(at.pk)
        at = at.parent
    return list(RuleRun.objects.visible_to(user).filter(pk__in=found).select_related("rule").order_by("pk"))


def made(one, names):
    """A link to what a step made, None where the reader may not see it."""
    if not one.get("label"):
        return None
    return names.html(apps.get_model(one["label"]), one["id"])


class RuleRunReplay(VerbPage):
    model, icon = RuleRun, ICON
    do = runs.replay
    title = gettext_lazy("Do %(record)s again?")
    lead = gettext_lazy("It looks at the record as it is now, and does all steps from the beginning.")
    submit_label = gettext_lazy("Do it again")
    done = gettext_lazy("It is done again in a moment.")
