"""The people of an opportunity as a set of forms."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from crm.ui.fields import AutocompleteWidget
from crm.ui.forms import scope_choices
from sales.models import OpportunityContact


class RoleForm(forms.ModelForm):
    class Meta:
        model = OpportunityContact
        fields = ["contact", "role", "is_primary"]
        widgets = {"contact": AutocompleteWidget(Contact)}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)


class Roles(BaseModelFormSet):
    legend, price_field, add_label = "", "", _("Add a contact")

    def clean(self):
        super().clean()
        roles = self.roles()
        if len({role.contact_id for role in roles}) < len(roles):
            raise ValidationError(_("The same contact is there twice."))
        if sum(role.is_primary for role in roles) > 1:
            raise ValidationError(_("Only one can be the main contact."))

    def roles(self) -> list:
        filled = [form for form in self.forms if getattr(form, "cleaned_data", {}).get("contact")]
        return [form.instance for form in filled if not form.cleaned_data.get("DELETE")]


def roles_of(opportunity, user, data=None):
    """The formset over the people one may see; two empty ones more, for who has no script."""
    factory = modelformset_factory(OpportunityContact, RoleForm, formset=Roles, extra=2, can_delete=True, max_num=50)
    shown = opportunity.roles.filter(contact__in=Contact.objects.visible_to(user)).select_related("contact")
    return factory(data, queryset=shown, prefix="contacts", form_kwargs={"user": user})
