"""The name of a rule, and "when": the kind of record, and what sets the rule off."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.ui.forms import ScopedForm
from workflow.automation.kinds import kind_named, kinds
from workflow.automation.moment import UNITS
from workflow.automation.term import own_terms
from workflow.automation.trigger import verbs_of, watched_terms
from workflow.forms.rulecondition import refreshing
from workflow.forms.rulevalue import kept, value_field
from workflow.models import Rule

SIDES = [("after", pgettext_lazy("a span of time", "after")), ("before", pgettext_lazy("a span of time", "before"))]


class NameForm(ScopedForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class WhenForm(ScopedForm):
    def __init__(self, *args, user, state: dict, **kwargs):
        self.base_fields = {}
        super().__init__(*args, user=user, **kwargs)
        named = [(one._meta.label_lower, capfirst(str(one._meta.verbose_name))) for one in kinds(user)]
        self.fields["record_type"] = forms.ChoiceField(
            label=_("Kind of record"), choices=[("", ""), *named], widget=refreshing()
        )
        self.fields["trigger"] = forms.ChoiceField(label=_("When"), choices=Rule.TRIGGERS, widget=refreshing())
        self.model = kind_named(state.get("record_type") or "", user)
        if self.model is not None:
            add = {"field": self.add_change, "time": self.add_time}.get(state.get("trigger"), self.add_verb)
            add(state)
            self.fields["counts_imports"] = forms.BooleanField(
                label=_("Also for what an import writes"), required=False,
                help_text=_("A file may bring thousands of records."),
            )  # fmt: skip

    def add_verb(self, state):
        self.fields["verb"] = forms.ChoiceField(label=_("What happens"), choices=verbs_of(self.model))

    def add_change(self, state):
        terms = {term.path: term for term in watched_terms(self.model)}
        self.fields["field"] = forms.ChoiceField(
            label=_("Field"), choices=[("", ""), *((one.path, one.label) for one in terms.values())],
            widget=refreshing(),
        )  # fmt: skip
        term = terms.get(state.get("field"))
        if term is not None and term.kind not in ("date", "moment"):
            self.fields["old"] = value_field(term, self.user, required=False, label=_("From (empty: any)"))
            self.fields["new"] = value_field(term, self.user, required=False, label=_("To (empty: any)"))

    def add_time(self, state):
        dates = [term for term in own_terms(self.model) if term.is_time]
        self.fields["amount"] = forms.IntegerField(label=_("How far"), min_value=0, max_value=3000, initial=0)
        self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=UNITS, initial="days")
        self.fields["side"] = forms.ChoiceField(label=_("Side"), choices=SIDES)
        self.fields["field"] = forms.ChoiceField(label=_("Date"), choices=[(one.path, one.label) for one in dates])

    def values(self) -> dict:
        """As Rule has them."""
        found = {name: kept(value) for name, value in self.cleaned_data.items() if name != "record_type"}
        amount = found.pop("amount", None) or 0
        side = found.pop("side", "after")
        texts = {name: str(found.get(name) or "") for name in ("verb", "field", "old", "new")}
        return {
            "trigger": found["trigger"],
            "counts_imports": bool(found.get("counts_imports")),
            "amount": -amount if side == "before" else amount,
            "unit": found.get("unit") or "days",
            **texts,
        }
