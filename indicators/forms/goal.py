from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.fields import MoneyField
from crm.ui.forms import RecordForm
from indicators.models import Goal, Indicator, Plan
from indicators.monitoring.benefits import MARGIN, METHODS, Input

WORTH = ("benefit_method", "benefit_indicator", "benefit_group", "claims_benefit")
PERCENT = {"min_value": 0, "max_value": 100}


def asked() -> dict[str, tuple[Input, list]]:
    """Each different input of the methods, under the name of its field, with the methods that ask for it."""
    found: dict[str, tuple[Input, list]] = {}
    for method in METHODS.values():
        for one in method.inputs:
            same = next((name for name, (known, __) in found.items() if known == one), None)
            name = same or f"input_{one.key}" + (f"_{method.key}" if one != MARGIN else "")
            found.setdefault(name, (one, []))[1].append(method)
    return found


def input_field(one: Input, methods) -> forms.Field:
    used_for = ", ".join(str(method.label) for method in methods)
    text = _("Empty: the margin of the plan.") if one == MARGIN else _("For: %(methods)s") % {"methods": used_for}
    field = MoneyField(
        label=str(one.label)[:1].upper() + str(one.label)[1:],
        required=False,
        help_text=text,
        **(PERCENT if one.unit == "percent" else {"min_value": 0}),
    )
    field.widget.attrs["data-methods"] = " ".join(method.key for method in methods)
    if one.unit == "percent":
        del field.widget.attrs["data-money"]
    return field


class GoalForm(RecordForm):
    groups = [
        (None, "plan", "statement", "kind", "pillar", "goal_owner", "starts_on", "ends_on"),
        (_("More"), "position", "tags", "external_id"),
    ]
    benefit_method = forms.ChoiceField(
        label=_("Benefit method"),
        required=False,
        help_text=_("How a better figure becomes money."),
        widget=forms.Select(attrs={"data-method-choice": ""}),
    )

    class Meta:
        model = Goal
        fields = [
            "plan", "statement", "kind", "pillar", "goal_owner", "starts_on", "ends_on", *WORTH, "position", "tags",
            "external_id",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        self.inputs = asked()
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.visible_to(self.user, "change")
        self.fields["goal_owner"].queryset = User.objects.active()
        self.fields["benefit_method"].choices = [("", ""), *((key, one.label) for key, one in METHODS.items())]
        if self.instance.pk:
            del self.fields["plan"]
        self.fields["benefit_indicator"].queryset = self.indicators()
        given = self.instance.benefit_inputs
        for name, (one, methods) in self.inputs.items():
            is_used = not self.instance.pk or any(one.key == self.instance.benefit_method for one in methods)
            self.fields[name].initial = Decimal(given[one.key]) if is_used and given.get(one.key) else None

    def _layout(self):
        for name, (one, methods) in self.inputs.items():
            self.fields[name] = input_field(one, methods)
        first, more = self.groups
        worth = (_("What it is worth"), "benefit_method", *self.inputs, *WORTH[1:])
        self.groups = [first, worth, more]
        return super()._layout()

    def indicators(self):
        if self.instance.pk:
            return Indicator.objects.visible_to(self.user).filter(plan=self.instance.plan_id)
        return Indicator.objects.none()

    def clean(self):
        cleaned = super().clean()
        method = METHODS.get(cleaned.get("benefit_method"))
        counted_by = cleaned.get("benefit_indicator")
        if method and counted_by and counted_by.kpi_key not in method.kpis:
            self.add_error("benefit_indicator", _("This method is not counted by this metric."))
        if cleaned.get("claims_benefit") and cleaned.get("benefit_group"):
            self.check_claim(cleaned["benefit_group"])
        return cleaned

    def check_claim(self, group):
        plan = self.instance.plan_id or getattr(self.cleaned_data.get("plan"), "pk", None)
        others = Goal.objects.alive().filter(plan=plan, benefit_group=group, claims_benefit=True)
        other = others.exclude(pk=self.instance.pk).first()
        if other:
            text = _(
                "“%(goal)s” claims the benefit of this group. Save without claiming, then let this one claim it."
            )
            self.add_error("claims_benefit", text % {"goal": other})

    def values(self):
        """The inputs of the chosen method alone."""
        chosen = self.cleaned_data.get("benefit_method")
        given = {
            one.key: str(self.cleaned_data[name])
            for name, (one, methods) in self.inputs.items()
            if self.cleaned_data.get(name) is not None and chosen in [method.key for method in methods]
        }
        return super().values() | {"benefit_inputs": given}

    def extras(self):
        return {}
