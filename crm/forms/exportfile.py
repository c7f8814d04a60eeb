from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import ExportFile
from crm.ui.forms import form_helper


class ExportForm(forms.Form):
    kind = forms.ChoiceField(label=_("Format"), choices=ExportFile.KINDS, widget=forms.RadioSelect, initial="csv")
    scope = forms.ChoiceField(
        label=_("Columns"),
        choices=[
            ("list", _("Those of the list")),
            ("all", _("Every field, to be changed and imported again")),
        ],
        widget=forms.RadioSelect,
        initial="list",
    )
    delimiter = forms.ChoiceField(
        label=_("Separator in CSV"),
        choices=[(";", _("Semicolon ( ; )")), (",", _("Comma ( , )")), ("\t", _("Tab"))],
        initial=";",
        help_text=_("Excel in Portuguese expects the semicolon."),
    )

    def __init__(self, *args, has_all: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_all:
            del self.fields["scope"]
        self.helper = form_helper()
