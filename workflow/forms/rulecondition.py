"""One row of "if": a field, how it is asked, and the value."""

from itertools import groupby

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.ui.forms import ScopedForm
from workflow.automation.operator import KNOWN, operators_of
from workflow.automation.term import Term
from workflow.forms.rulevalue import kept, value_field

# A choice after which the form asks something else: sent at once by script, by a button without.
REFRESHES = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "#rule-builder",
    "hx-swap": "outerHTML",
    "hx-vals": '{"do": "refresh"}',
}


def refreshing(**attrs):
    return forms.Select(attrs={**REFRESHES, **attrs})


def grouped(terms: list[Term], own_label) -> list:
    """Choices by where they are from: the record itself, then each relative."""
    found = [("", "")]
    for relative, some in groupby(terms, key=lambda term: term.label.rpartition(" › ")[0]):
        found.append((relative or own_label, [(one.path, one.label) for one in some]))
    return found


class ConditionForm(ScopedForm):
    """`state` is what the row says now, whether sent or kept: what is asked depends on it."""

    def __init__(self, *args, user, terms: dict[str, Term], model, state: dict, **kwargs):
        self.base_fields = {}
        super().__init__(*args, user=user, **kwargs)
        label = capfirst(str(model._meta.verbose_name))
        self.fields["field"] = forms.ChoiceField(
            label=_("Field"), choices=grouped(list(terms.values()), label), widget=refreshing()
        )
        term = terms.get(state.get("field"))
        if term is None:
            return
        operators = operators_of(term.kind)
        self.fields["operator"] = forms.ChoiceField(
            label=_("How"), choices=[(one.key, one.label) for one in operators], widget=refreshing()
        )
        operator = KNOWN.get(state.get("operator")) if state.get("operator") in {o.key for o in operators} else None
        asked = value_field(term, user, asks=(operator or operators[0]).asks)
        if asked is not None:
            self.fields["value"] = asked

    def definition(self) -> dict:
        return {name: kept(value) for name, value in self.cleaned_data.items()}
