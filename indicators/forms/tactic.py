from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.forms import RecordForm
from indicators.forms.strategy import of_its_plan, score_field, strategies_to_change
from indicators.models import Phase, Tactic


class TacticForm(RecordForm):
    groups = [
        (None, "strategy", "statement", "responsible", "due_on", "benefit", "impact"),
        (_("Phase"), "phase", "is_left_out"),
        (_("More"), "function", "position", "tags", "external_id"),
    ]
    benefit = score_field(_("Benefit"), _("From 1, little, to 5, a lot: what it brings to the goal."))
    impact = score_field(
        _("Impact"), _("From 1, little, to 5, a lot: how much people and systems must change for it.")
    )

    class Meta:
        model = Tactic
        fields = [
            "strategy", "statement", "responsible", "due_on", "function", "benefit", "impact", "phase",
            "is_left_out", "position", "tags", "external_id",
        ]  # fmt: skip
        help_texts = {"phase": _("As benefit and impact place it, until you choose another.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies_to_change(self.user)
        self.fields["strategy"].label_from_instance = of_its_plan
        self.fields["responsible"].queryset = User.objects.active()
        if self.instance.pk:
            del self.fields["strategy"]
            self.fields["phase"].queryset = Phase.objects.filter(plan=self.instance.plan)
        else:
            # The matrix places a new one; its plan, and so its phases, are not known before the strategy is.
            del self.fields["phase"]
