"""Forms that choose a stage."""

from itertools import groupby

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from crm.ui.forms import ScopedForm
from sales.models import LostReason, Stage


class ByPipeline(ModelChoiceIterator):
    """Stages under their pipelines; with one pipeline its name is left out."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups = [(name, list(stages)) for name, stages in groupby(self.queryset, lambda stage: stage.pipeline)]
        for pipeline, stages in groups:
            choices = [self.choice(stage) for stage in stages]
            if len(groups) == 1:
                yield from choices
            else:
                yield pipeline.name, choices


class StageField(forms.ModelChoiceField):
    iterator = ByPipeline

    def __init__(self, queryset=None, **options):
        stages = Stage.objects.select_related("pipeline").order_by("pipeline__position", "pipeline", "position", "pk")
        super().__init__(stages if queryset is None else queryset, empty_label=None, **options)


class MoveForm(ScopedForm):
    stage = StageField(label=_("Stage"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = self.fields["stage"].queryset.filter(pipeline__is_active=True)


class LoseForm(ScopedForm):
    reason = forms.ModelChoiceField(queryset=LostReason.objects.all(), label=_("Why was it lost?"))
    note = forms.CharField(
        label=_("What can we learn from it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Nobody who is asked may answer "nobody said".
        self.fields["reason"].queryset = LostReason.objects.filter(is_active=True, is_unknown=False)


class MoveManyForm(ScopedForm):
    stage = StageField(label=_("Move to"))
    reason = forms.ModelChoiceField(
        queryset=LostReason.objects.all(),
        required=False,
        label=_("Why were they lost?"),
        help_text=_("Only asked for when the stage means lost."),
    )
    note = forms.CharField(label=_("About the loss"), required=False, max_length=2000)

    def clean(self):
        cleaned = super().clean()
        stage = cleaned.get("stage")
        if stage and stage.kind == "lost" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why these opportunities were lost."))
        return cleaned


class ExcuseForm(ScopedForm):
    reason = forms.CharField(label=_("Why does it need no next task?"), max_length=160)
