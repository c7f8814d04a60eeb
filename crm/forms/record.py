"""What bulk changes of any record ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.forms import ScopedForm


class OwnerForm(ScopedForm):
    owner = forms.ModelChoiceField(queryset=User.objects.active(), label=_("New owner"))
