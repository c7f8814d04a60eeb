"""Pipelines with their stages on one page; a stage in use keeps its kind and stays."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.models import CustomField
from sales.actions.stage import label
from sales.models import Opportunity, Pipeline, Stage
from sales.models.stage import REQUIRABLE


class StageForm(GuardedForm):
    required_fields = forms.MultipleChoiceField(
        label=_("Required to enter"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Stage
        fields = [
            "name", "kind", "position", "probability", "forecast_category", "days_until_stale", "required_fields",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [*REQUIRABLE, *(f"custom.{one.key}" for one in CustomField.objects.of(Opportunity))]
        self.fields["required_fields"].choices = [(name, label(name)) for name in names]
        if self.instance.pk and self.instance.is_in_use:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("In use: its kind stays.")

    @property
    def subject(self):
        return self.instance.pipeline


class StageFormSet(BaseInlineFormSet):
    def clean(self):
        """A pipeline without a way in or out could not be worked."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        missing = [str(name) for kind, name in Stage.KINDS if kind not in {one["kind"] for one in kept}]
        if missing:
            raise ValidationError(
                _("A pipeline needs a stage of each kind. Missing: %(kinds)s."), params={"kinds": ", ".join(missing)}
            )


class StageInline(admin.StackedInline):
    model, form, formset = Stage, StageForm, StageFormSet
    fields = [
        ("name", "kind", "position"),
        ("probability", "forecast_category", "days_until_stale"),
        "required_fields",
    ]
    ordering = ["position", "pk"]
    extra = 0
    min_num = 3


@admin.register(Pipeline)
class PipelineAdmin(SignedAdmin):
    list_display = ["name", "stage_names", "is_default", "is_active", "position"]
    list_editable = ["position"]
    search_fields = ["name"]
    inlines = [StageInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("stages")

    def get_changeform_initial_data(self, request):
        """A new one stands last: before the default it would take the place of it on every page."""
        return {"position": Pipeline.objects.last_position() + 1} | super().get_changeform_initial_data(request)

    @admin.display(description=_("Stages"))
    def stage_names(self, pipeline):
        return " → ".join(stage.name for stage in sorted(pipeline.stages.all(), key=lambda one: one.position))
