from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import Company, Contact
from crm.ui.fields import AutocompleteWidget
from crm.ui.forms import RecordForm, autocomplete
from sales.forms.stage import StageField
from sales.models import Opportunity, Pipeline, Stage


class OpportunityForm(RecordForm):
    stage = StageField(label=_("Stage"))
    contact = autocomplete(Contact.objects.all(), label=_("Main contact"), required=False)
    groups = [
        (None, "name", "company", "contact", "stage", "amount", "currency", "closes_on"),
        (_("Details"), "probability", "source", "description"),
        (_("Portfolio"), "owner", "team", "tags", "external_id"),
    ]

    class Meta:
        model = Opportunity
        fields = [
            "name", "company", "stage", "amount", "currency", "closes_on", "probability", "source", "description",
            "owner", "team", "tags", "external_id",
        ]  # fmt: skip
        widgets = {"company": AutocompleteWidget(Company), "description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = self.instance
        self.fields["stage"].queryset = self._stages(saved)
        if saved.pk is None:
            pipeline = Pipeline.objects.default()
            self.fields["stage"].initial = pipeline and pipeline.first_stage()
            return
        del self.fields["contact"]
        if saved.lines.exists():
            for name in ("amount", "currency"):
                self.fields[name].disabled = True
            self.fields["amount"].help_text = _("The sum of the products.")

    def _stages(self, saved):
        """Winning and losing are verbs of their own; the form moves between open stages."""
        offered = Q(kind="open", pipeline__is_active=True)
        return Stage.objects.filter(offered | Q(pk=saved.stage_id)).select_related("pipeline")
