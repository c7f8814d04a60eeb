from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.plain import PlainForm
from crm.models import Role, User
from crm.models.role import Scope
from crm.ui.forms import ScopedForm


class UserForm(PlainForm):
    """Invite a person, or change their place in the house."""

    roles = forms.ModelMultipleChoiceField(
        Role.objects.all(),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With several roles, the widest of each counts. Without any, a person sees nothing."),
    )

    class Meta:
        model = User
        fields = ["name", "email", "job_title", "team", "other_teams", "roles", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the organization")), *User._meta.get_field("language").choices]
        if self.user.access.scope("change", User) < Scope.ALL:
            del self.fields["roles"]

    def clean_email(self):
        return User.objects.normalize_email(self.cleaned_data["email"])


class DeactivateForm(ScopedForm):
    heir = forms.ModelChoiceField(
        User.objects.all(),
        label=_("Give the open work to"),
        required=False,
        empty_label=_("Nobody: it stays as it is"),
        help_text=_(
            "Open customers, opportunities, tasks and other records change their owner. History stays as it was."
        ),
    )

    def __init__(self, *args, leaving, has_work, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = self.fields["heir"].queryset.exclude(pk=leaving.pk)
        if not has_work:
            del self.fields["heir"]
