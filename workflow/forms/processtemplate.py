from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.forms.plain import PlainForm
from crm.models.kinds import subject_models
from workflow.actions.processtemplate import branch_fields
from workflow.forms.duration import SpanField
from workflow.models import ProcessStep, ProcessTemplate


class ProcessTemplateForm(PlainForm):
    class Meta:
        model = ProcessTemplate
        fields = ["name", "record_type", "team", "description", "is_active"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [ContentType.objects.get_for_model(model).pk for model in subject_models()]
        self.fields["record_type"].queryset = ContentType.objects.filter(pk__in=kinds)
        self.fields["record_type"].label_from_instance = lambda kind: capfirst(str(kind.name))
        self.fields["record_type"].empty_label = _("Any record, or none")


class ProcessStepForm(PlainForm):
    class Meta:
        model = ProcessStep
        fields = [
            "title", "kind", "assignee", "person", "team", "task_type", "due_minutes", "due_from", "checklist",
            "rule", "allows_self", "after", "branch_field", "branch_value",
        ]  # fmt: skip
        widgets = {"checklist": forms.Textarea(attrs={"rows": 3}), "after": forms.CheckboxSelectMultiple}

    def __init__(self, *args, template, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = template.steps.exclude(pk=self.instance.pk)
        fields = [("", _("Always")), *((name, capfirst(label)) for name, label in branch_fields(template).items())]
        self.fields["branch_field"] = forms.ChoiceField(
            label=_("Only where"),
            choices=fields,
            required=False,
            initial=self.instance.branch_field,
            help_text=_("A field of the record that must have the value below when the step's turn comes."),
        )
        self.fields["branch_value"].help_text = _("Several are separated by |.")
        self.fields["due_minutes"] = SpanField(
            label=_("Working time to do it"),
            required=False,
            initial=self.instance.due_minutes,
            help_text=_("Hours and minutes within the working calendar, like 8:30 or 45 min."),
        )
        self.fields["rule"].help_text = _("Of an approval.")
