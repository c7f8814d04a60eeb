"""Fields that company and contact forms share."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.ui.fields import MultiValueField
from crm.ui.forms import RecordForm


class PhoneField(forms.CharField):
    """A phone as people write it; cleaned to E.164."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value):
        return brazil.clean_phone(super().clean(value))

    def prepare_value(self, value):
        """As people write it, once it is a whole number; what was typed stays as it was typed."""
        return brazil.format_phone(value) if str(value or "").startswith("+") else value


class CnpjField(forms.CharField):
    """Taken with or without its marks."""

    widget = forms.TextInput(attrs={"data-mask": "cnpj", "autocomplete": "off"})

    def clean(self, value):
        return brazil.clean_cnpj(super().clean(value))

    def prepare_value(self, value):
        return brazil.format_cnpj(value) if len(str(value or "")) == 14 else value


class CpfField(forms.CharField):
    widget = forms.TextInput(attrs={"data-mask": "cpf", "autocomplete": "off", "inputmode": "numeric"})

    def clean(self, value):
        return brazil.clean_cpf(super().clean(value))

    def prepare_value(self, value):
        return brazil.format_cpf(value) if len(str(value or "")) == 11 else value


class PostalCodeField(forms.CharField):
    """A CEP at home; other countries' codes pass as they are (the model knows the country)."""

    widget = forms.TextInput(attrs={"data-mask": "cep", "autocomplete": "postal-code"})


class CustomerForm(RecordForm):
    emails = MultiValueField(
        forms.EmailField(), label=_("E-mails"), required=False, help_text=_("The first is the primary one.")
    )
    phones = MultiValueField(PhoneField(), label=_("Phones"), required=False)
    postal_code = PostalCodeField(label=_("CEP"), required=False, max_length=12)

    def clean(self):
        """A wrong CEP is told beside its field; the model knows it only among all."""
        cleaned = super().clean()
        try:
            brazil.clean_postal_code(cleaned.get("postal_code"), cleaned.get("country") or "BR")
        except ValidationError as error:
            self.add_error("postal_code", error)
        return cleaned
