"""Forms of settings: rows without custom fields, whose version is what the page showed."""

from django import forms

from crm.ui import meanwhile
from crm.ui.forms import form_helper, scope_choices


class PlainForm(forms.ModelForm):
    """It changes nothing: `values()` goes to an action."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)
        self.helper = form_helper()

    @property
    def begun(self) -> list[tuple]:
        """Hidden inputs with what each field began from; none on a page that makes something new."""
        return meanwhile.begun(self) if self.instance.pk else []

    def values(self) -> dict:
        return dict(self.cleaned_data)
