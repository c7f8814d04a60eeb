"""Forms of settings: rows that carry no version and no custom fields."""

from django import forms

from crm.ui.forms import form_helper, scope_choices


class PlainForm(forms.ModelForm):
    """It changes nothing: `values()` goes to an action."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)
        self.helper = form_helper()

    def values(self) -> dict:
        return dict(self.cleaned_data)
