from datetime import timedelta

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.actions.access import defaults
from crm.models import ApiToken
from crm.ui.forms import ScopedForm

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("No end"))]


class ApiTokenForm(ScopedForm):
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("What uses it, such as ERP or website."))
    scope = forms.ChoiceField(label=_("It may"), choices=ApiToken.SCOPES, initial="read", widget=forms.RadioSelect)
    records = forms.MultipleChoiceField(
        label=_("Records"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all. A token never reaches further than you do."),
    )
    lifetime = forms.ChoiceField(label=_("Works for"), choices=LIFETIMES, initial="365", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        models = [apps.get_model(label) for label in defaults()]
        self.fields["records"].choices = [
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in models
            if self.user.access.may("view", model)
        ]

    def arguments(self) -> dict:
        """What crm.actions.apitoken.issue() takes."""
        values = dict(self.cleaned_data)
        days = values.pop("lifetime")
        values["expires_at"] = timezone.now() + timedelta(days=int(days)) if days else None
        return values
