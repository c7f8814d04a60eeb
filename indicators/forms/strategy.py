from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.forms import RecordForm
from indicators.models import Goal, Phase, Strategy
from indicators.models.initiative import HIGHEST, LOWEST


def score_field(name, help_text):
    choices = [("", ""), *((number, str(number)) for number in range(LOWEST, HIGHEST + 1))]
    return forms.TypedChoiceField(
        label=name, choices=choices, coerce=int, empty_value=None, required=False, help_text=help_text
    )


def of_its_plan(record) -> str:
    """Plans made of one ready plan have goals and strategies of one name."""
    return f"{record.plan} · {record}"


def strategies_to_change(user):
    found = Strategy.objects.visible_to(user, "change").filter(
        goal__deleted_at__isnull=True, goal__plan__deleted_at__isnull=True
    )
    return found.select_related("goal__plan").order_by("goal__plan", "goal__position", "position", "pk")


class StrategyForm(RecordForm):
    groups = [
        (None, "goal", "statement", "function", "responsible", "benefit", "impact"),
        (_("Phase"), "phase", "is_left_out"),
        (_("More"), "position", "tags", "external_id"),
    ]
    benefit = score_field(_("Benefit"), _("From 1, little, to 5, a lot: what it brings to the goal."))
    impact = score_field(
        _("Impact"), _("From 1, little, to 5, a lot: how much people and systems must change for it.")
    )

    class Meta:
        model = Strategy
        fields = [
            "goal", "statement", "function", "responsible", "benefit", "impact", "phase", "is_left_out", "position",
            "tags", "external_id",
        ]  # fmt: skip
        help_texts = {"phase": _("As benefit and impact place it, until you choose another.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(self.user, "change").filter(plan__deleted_at__isnull=True)
        self.fields["goal"].queryset = goals.select_related("plan").order_by("plan", "position", "pk")
        self.fields["goal"].label_from_instance = of_its_plan
        self.fields["responsible"].queryset = User.objects.active()
        if self.instance.pk:
            del self.fields["goal"]
            self.fields["phase"].queryset = Phase.objects.filter(plan=self.instance.plan)
        else:
            # The matrix places a new one; its plan, and so its phases, are not known before the goal is.
            del self.fields["phase"]
