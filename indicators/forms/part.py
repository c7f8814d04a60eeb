"""Forms of the small rows of a plan or an indicator."""

from django import forms

from crm.ui.forms import RecordFormMetaclass, form_helper, scope_choices
from indicators.models import Annotation, Investment, Phase


class PartForm(forms.ModelForm, metaclass=RecordFormMetaclass):
    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)
        self.helper = form_helper()


class PhaseForm(PartForm):
    class Meta:
        model = Phase
        fields = ["name", "starts_on", "ends_on", "position"]


class InvestmentForm(PartForm):
    class Meta:
        model = Investment
        fields = ["label", "kind", "amount", "spent_on"]


class AnnotationForm(PartForm):
    class Meta:
        model = Annotation
        fields = ["text", "day", "kind"]
