"""Templates of processes: which there are, the steps of one, each step."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from crm.ui.pages import CreatePage, RecordPage, VerbPage
from crm.views.plain import PlainEdit
from workflow.actions import processtemplate as templates
from workflow.forms.processtemplate import ProcessStepForm, ProcessTemplateForm
from workflow.models import ProcessStep, ProcessTemplate
from workflow.panels.processtemplate import drawn_schedule, drawn_steps

ICON = "template"


class TemplatePage(RecordPage):
    model, icon = ProcessTemplate, ICON


class ProcessTemplateList(TemplatePage):
    def get(self, request):
        rows = self.records().select_related("team", "record_type").prefetch_related("steps")
        context = {"rows": rows, "create_url": self.url_if_may("create", "create")}
        return render(request, "workflow/processtemplate/list.html", context)


class ProcessTemplateDetail(TemplatePage):
    def get(self, request, pk):
        template = self.record()
        context = {
            "record": template,
            "steps": drawn_steps(template),
            "schedule": drawn_schedule(template),
            "may_change": request.user.access.may("change", ProcessTemplate),
            "edit_url": self.url_if_may("change", "edit", pk),
            "list_url": self.url("list"),
        }
        return render(request, "workflow/processtemplate/detail.html", context)


class ProcessTemplateCreate(TemplatePage, CreatePage):
    form, do, action = ProcessTemplateForm, templates.create, "create"
    title = _("New process template")

    def save(self, form):
        return templates.create(form.instance, by=self.request.user)


class ProcessTemplateEdit(TemplatePage, PlainEdit):
    form, do, action = ProcessTemplateForm, templates.edit, "change"


class StepCreate(TemplatePage, VerbPage):
    """A further step of the template in the address."""

    form, action = ProcessStepForm, "change"
    title = _("New step of %(record)s")
    submit_label = _("Add the step")
    done = _("The step is added.")

    def bound(self, record, *args):
        return self.form(*args, user=self.request.user, template=record, instance=ProcessStep(template=record))

    @staticmethod
    def do(record, *, by, step, after):
        return templates.add_step(step, by=by, after=after)

    def arguments(self, form):
        return {"step": form.instance, "after": form.cleaned_data["after"]}


class StepPage(RecordPage):
    """One step, found among those of templates this person may change."""

    model, icon, action = ProcessTemplate, ICON, "change"

    def record(self):
        reach = ProcessTemplate.objects.visible_to(self.request.user, "change")
        return get_object_or_404(ProcessStep, pk=self.kwargs["pk"], template__in=reach)


class StepEdit(StepPage, VerbPage):
    form = ProcessStepForm
    title = _("Edit “%(record)s”")
    submit_label = _("Save")
    done = _("“%(record)s” was saved.")

    def bound(self, record, *args):
        return self.form(*args, user=self.request.user, template=record.template, instance=record)

    @staticmethod
    def do(record, *, by, **values):
        return templates.edit_step(ProcessStep.objects.get(pk=record.pk), by=by, values=values)


class StepUp(StepPage, VerbPage):
    title = _("Move “%(record)s” up?")

    @staticmethod
    def do(record, *, by):
        return templates.move_step(record, by=by, places=-1)


class StepDown(StepPage, VerbPage):
    title = _("Move “%(record)s” down?")

    @staticmethod
    def do(record, *, by):
        return templates.move_step(record, by=by, places=1)


class StepRemove(StepPage, VerbPage):
    do = templates.remove_step
    is_destructive = True
    title = _("Remove “%(record)s”?")
    lead = _("Steps after it then wait for what it waited for. Processes under way keep it.")
    submit_label = _("Remove")
    done = _("The step is removed.")
