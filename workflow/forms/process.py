from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutField
from crm.models.kinds import referred
from crm.ui.forms import RecordForm, ScopedForm, form_helper
from workflow.models import Process, ProcessTemplate


class StartForm(RecordForm):
    """Which template, about which record."""

    about = AboutField(required=False)
    groups = [(None, "about", "template")]

    class Meta:
        model = Process
        fields = ["template"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        about = referred(str(self.initial.get("about") or ""), self.user)
        offered = ProcessTemplate.objects.visible_to(self.user).filter(is_active=True)
        if about is not None:
            offered = offered.for_kind(ContentType.objects.get_for_model(about))
        self.fields["template"].queryset = offered
        self.custom_names = {}
        self.helper = form_helper("about", "template", "version")


class ProcessForm(RecordForm):
    """Of a process under way one changes its name and what it is filed under."""

    class Meta:
        model = Process
        fields = ["name", "owner", "team", "tags", "external_id"]


class ReasonForm(ScopedForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)
