from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.models.record import Record
from crm.ui.forms import RecordForm, ScopedForm, autocomplete
from indicators.forms.strategy import of_its_plan, strategies_to_change
from indicators.models import Indicator, Strategy
from indicators.models.indicator import canonical

MOST_PARTS = 2
PART = "part_"


def member_field(dimension) -> forms.Field:
    """The choice of one member; empty is all of them."""
    label = capfirst(str(dimension.label))
    if dimension.choices is not None:
        choices = [("", ""), *((str(key), text) for key, text in dimension.choices().items())]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    rows = dimension.model.objects.all()
    if issubclass(dimension.model, Record):
        return autocomplete(rows, label=label, required=False)
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label="")


class IndicatorForm(RecordForm):
    """The metric is chosen before, from the catalogue; its dimensions are what a part may be told by."""

    groups = [
        (None, "kpi_key", "strategy", "name", "cadence", "measured_by", "accountable", "is_headline"),
        (_("More"), "note", "position", "tags", "external_id"),
    ]
    strategy = forms.ModelChoiceField(Strategy.objects.all(), label=_("Strategy it measures"))
    note = forms.CharField(
        label=_("How it shows"), max_length=200, required=False, help_text=_("Why this figure tells of the strategy.")
    )

    class Meta:
        model = Indicator
        fields = [
            "kpi_key", "name", "cadence", "measured_by", "accountable", "is_headline", "position", "tags",
            "external_id",
        ]  # fmt: skip
        widgets = {"kpi_key": forms.HiddenInput}

    def __init__(self, *args, kpi, **kwargs):
        self.kpi = kpi
        super().__init__(*args, **kwargs)
        for name in ("measured_by", "accountable"):
            self.fields[name].queryset = User.objects.active()
        self.fields["strategy"].queryset = strategies_to_change(self.user)
        self.fields["strategy"].label_from_instance = of_its_plan
        for name in ("strategy", "note", "kpi_key") if self.instance.pk else ():
            del self.fields[name]

    def _layout(self):
        fixed = self.instance.pk and self.instance.baselines.exists()
        parts = {} if fixed or self.kpi is None else self.kpi.dimensions
        for key, dimension in parts.items():
            self.fields[PART + key] = member_field(dimension)
            self.fields[PART + key].initial = self.instance.scope.get(key)
        if fixed:
            del self.fields["cadence"]
        names = [PART + key for key in parts]
        first, more = self.groups
        self.groups = [first, (_("Only a part of it"), *names), more] if names else [first, more]
        return super()._layout()

    def clean(self):
        cleaned = super().clean()
        if len(self.scope()) > MOST_PARTS:
            self.add_error(None, _("A part is told by two of these at most."))
        strategy = cleaned.get("strategy")
        plan = self.instance.plan_id or (strategy and strategy.plan.pk)
        if plan and self.measured_already(plan):
            self.add_error(None, _("The plan measures this already: link it to the strategy instead."))
        return cleaned

    def measured_already(self, plan) -> bool:
        same = Indicator.objects.alive().filter(
            plan=plan,
            kpi_key=self.instance.kpi_key or self.cleaned_data.get("kpi_key"),
            scope_key=canonical(self.scope()),
            cadence=self.cleaned_data.get("cadence") or self.instance.cadence,
        )
        return same.exclude(pk=self.instance.pk).exists()

    def scope(self) -> dict:
        names = [name for name in self.fields if name.startswith(PART)]
        if not names:
            return self.instance.scope
        given = {name.removeprefix(PART): self.cleaned_data.get(name) for name in names}
        return {key: getattr(one, "pk", one) for key, one in given.items() if one not in (None, "")}

    def values(self):
        return super().values() | {"scope": self.scope()}

    def extras(self):
        return {name: self.cleaned_data[name] for name in ("strategy", "note") if name in self.cleaned_data}


class LinkForm(ScopedForm):
    strategy = forms.ModelChoiceField(Strategy.objects.all(), label=_("Strategy"))
    note = forms.CharField(label=_("How it shows"), max_length=200, required=False)

    def __init__(self, *args, strategies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies


class UnlinkForm(ScopedForm):
    strategy = forms.ModelChoiceField(Strategy.objects.all(), label=_("Strategy"))

    def __init__(self, *args, strategies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies
