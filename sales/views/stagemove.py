"""Moving opportunities: one from anywhere, many from the list, and what the board is told afterwards."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.ui.pages import BulkPage, VerbPage
from sales.actions import opportunity as opportunities
from sales.actions import stagemove as moves
from sales.filters.opportunity import OpportunityFilter
from sales.forms.stage import ExcuseForm, LoseForm, MoveForm, MoveManyForm
from sales.models import Opportunity, Stage
from sales.views.board import changed_columns
from sales.views.opportunity import ICON

SHOWN = 5


class OpportunityVerb(VerbPage):
    model, icon = Opportunity, ICON

    def records(self):
        return super().records().select_related("stage", "pipeline")


class OpportunityMove(OpportunityVerb):
    """By drag, by keys, by the card's menu and by the path on the record's page: one address."""

    do = opportunities.move
    form = MoveForm
    title = _("Move %(record)s")
    submit_label = _("Move")
    done = _("%(record)s was moved.")

    def form_options(self, record):
        return {"initial": {"stage": record.stage_id, "version": record.version}}

    def post(self, request, pk):
        record = self.record()
        self.was = record.stage_id
        stage = self.asked_stage()
        if stage is not None and stage.kind == "lost" and not (record.state == "lost" and record.stage == stage):
            return self.ask_why(record, stage)
        return super().post(request, pk)

    def asked_stage(self):
        number = self.request.POST.get("stage", "")
        return Stage.objects.filter(pk=number).first() if number.isdigit() else None

    def ask_why(self, record, stage):
        """Losing needs a reason: the page that asks for it, then back to where one was."""
        query = urlencode({"stage": stage.pk, "next": self.next_url(record.get_absolute_url())})
        address = f"{self.url('lose', record.pk)}?{query}"
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)

    def answer(self, record, result):
        if not self.request.htmx:
            return super().answer(record, result)
        return HttpResponse(changed_columns(self.request, result.pk, {self.was, result.stage_id}, self.next_url("")))

    def refuse(self, record, form, error):
        if not self.request.htmx:
            return super().refuse(record, form, error)
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")


class OpportunityWin(OpportunityVerb):
    do = opportunities.win
    title = _("Mark %(record)s as won?")
    submit_label = _("Mark as won")
    done = _("%(record)s is won. Congratulations!")


class OpportunityLose(OpportunityVerb):
    do = opportunities.lose
    form = LoseForm
    title = _("Mark %(record)s as lost")
    submit_label = _("Mark as lost")
    done = _("%(record)s is lost. It can be reopened from its page.")

    def arguments(self, form):
        number = self.request.GET.get("stage", "")
        stage = Stage.objects.filter(pk=number, kind="lost").first() if number.isdigit() else None
        return form.cleaned_data | {"stage": stage}


class OpportunityReopen(OpportunityVerb):
    do = opportunities.reopen
    title = _("Reopen %(record)s?")
    lead = _("It goes back to the open stage it was last in.")
    submit_label = _("Reopen")
    done = _("%(record)s is open again.")


class OpportunityExcuse(OpportunityVerb):
    do = opportunities.excuse
    form = ExcuseForm
    title = _("%(record)s needs no next task")
    lead = _("It leaves the list of opportunities without a next task until it is asked for one again.")
    done = _("%(record)s may stay without a next task.")


class OpportunityUnexcuse(OpportunityVerb):
    do = opportunities.unexcuse
    title = _("%(record)s needs a next task again?")
    done = _("%(record)s needs a next task again.")


class OpportunityStageMany(BulkPage):
    model, filter = Opportunity, OpportunityFilter
    form = MoveManyForm
    do = moves.move_many
    title = _("Change stage")
    submit_label = _("Change stage")

    def success(self, moved):
        if moved.refused:
            messages.warning(self.request, self.told(moved.refused))
        return super().success(moved.count)

    def told(self, refused):
        """The first few that stayed and why; a page is no place for thousands."""
        lines = format_html_join("", "<li>{}: {}</li>", refused[:SHOWN])
        count = len(refused)
        head = ngettext("%(count)s record stayed where it was.", "%(count)s records stayed where they were.", count)
        return format_html("{}<ul>{}</ul>", head % {"count": count}, lines)
