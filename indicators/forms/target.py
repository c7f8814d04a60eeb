from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.measures import Direction
from crm.ui.fields import DateInput, MoneyField
from crm.ui.forms import ScopedForm
from indicators.models import Target

UP, DOWN = ("acceptable_low", "desired_low"), ("acceptable_high", "desired_high")
EDGES = {Direction.UP: UP, Direction.DOWN: DOWN, Direction.RANGE: (*UP, *DOWN)}
LABELS = {
    "acceptable_low": _("Acceptable from"),
    "desired_low": _("Desired from"),
    "acceptable_high": _("Acceptable up to"),
    "desired_high": _("Desired up to"),
}


class TargetForm(ScopedForm):
    """Only the edges that the direction of the metric asks for."""

    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput())
    basis = forms.ChoiceField(
        label=_("The numbers are"),
        choices=Target.BASES,
        help_text=_("Times the baseline: 1.05 is five per cent more. Added to it: 3 is three more, −3 three fewer."),
    )
    reach_by = forms.DateField(
        label=_("Reach it by"),
        widget=DateInput(),
        required=False,
        help_text=_("In equal steps from the baseline; empty: from the first day on."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, indicator, **kwargs):
        self.indicator = indicator
        super().__init__(*args, **kwargs)
        names = EDGES.get(indicator.kpi.better, ())
        for name in names:
            self.fields[name] = MoneyField(
                label=LABELS[name], max_digits=20, decimal_places=4, required=name.startswith("acceptable")
            )
            del self.fields[name].widget.attrs["data-money"]
        self.order_fields(["valid_from", "basis", *names, "reach_by", "note"])
        self.propose()

    def propose(self):
        """The newest bands, or the first day of the plan."""
        newest = self.indicator.targets.order_by("-valid_from").first()
        start = self.indicator.plan.starts_on
        if newest is None:
            self.initial = {"valid_from": start} | self.initial
            return
        edges = {name: trimmed(getattr(newest, name)) for name in LABELS}
        last = {"reach_by": date.fromisoformat(newest.curve[-1][0])} if newest.curve else {}
        day = newest.valid_from if self.indicator.plan.is_draft else timezone.localdate()
        self.initial = edges | last | {"valid_from": day, "basis": newest.basis, "note": newest.note} | self.initial

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("reach_by")
        if start and end and end <= start:
            self.add_error("reach_by", _("It lies before the first day of these bands."))
        return cleaned

    def target(self) -> Target:
        given = dict(self.cleaned_data)
        end = given.pop("reach_by")
        curve = [[given["valid_from"].isoformat(), 0], [end.isoformat(), 100]] if end else []
        return Target(indicator=self.indicator, curve=curve, **given)


class RebaseForm(ScopedForm):
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("Until"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever looks at the figures later must understand why they are compared with something else."),
    )


def trimmed(number):
    return None if number is None else number.normalize() if number % 1 else number.quantize(1)
