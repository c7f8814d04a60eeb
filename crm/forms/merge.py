"""Which other record is the same customer."""

from django.utils.translation import gettext_lazy as _

from crm.ui.forms import ScopedForm, autocomplete


class MergeForm(ScopedForm):
    """`candidates` are the records the person could merge away."""

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["with"] = autocomplete(candidates, label=_("The same customer"))
