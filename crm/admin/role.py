"""A role's grants as one table: a row for each record, a column for each action."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.actions.access import guarded_models, set_grants
from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.models import Role
from crm.models.role import Scope
from crm.permissions import ACTIONS, ROLES, action_label


@dataclass
class Line:
    label: str
    cells: list


def key(record_type_id, action) -> str:
    return f"grant_{record_type_id}_{action}"


class RoleForm(GuardedForm):
    class Meta:
        model = Role
        fields = ["key", "name", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grants = list(self.instance.grants.all()) if self.instance.pk else []
        self.actions = [*ACTIONS, *sorted({grant.action for grant in grants} - set(ACTIONS))]
        self.types = {ContentType.objects.get_for_model(model).pk: model for model in guarded_models()}
        now = {(grant.record_type_id, grant.action): grant.scope for grant in grants}
        for record_type_id, model in self.types.items():
            for action in self.actions:
                self.fields[key(record_type_id, action)] = scope_field(
                    model, action, now.get((record_type_id, action), Scope.NONE)
                )
        if self.instance.pk:
            self.guard()

    @property
    def heads(self):
        return [action_label(action) for action in self.actions]

    @property
    def lines(self):
        for record_type_id, model in self.types.items():
            yield Line(
                capfirst(model._meta.verbose_name_plural),
                [self[key(record_type_id, action)] for action in self.actions],
            )

    def scopes(self) -> dict:
        """(record type id, action) to scope, as set_grants() takes them."""
        return {
            (record_type_id, action): self.cleaned_data[key(record_type_id, action)]
            for record_type_id in self.types
            for action in self.actions
        }


def scope_field(model, action, now):
    label = f"{capfirst(model._meta.verbose_name_plural)}: {action_label(action)}"
    widget = forms.Select(attrs={"aria-label": label})
    return forms.TypedChoiceField(label=label, choices=Scope.choices, coerce=int, initial=now, widget=widget)


@admin.register(Role)
class RoleAdmin(SignedAdmin):
    form = RoleForm
    change_form_template = "admin/crm/role/change_form.html"
    list_display = ["name", "key", "description", "people"]
    fields = ["name", "key", "description"]

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=_("people"))
    def people(self, role):
        return role.users.active().count()

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The grants' fields are made per role, so the factory may not pick fields.
        return RoleForm

    def get_readonly_fields(self, request, obj=None):
        return []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        set_grants(form.instance, by=request.user, scopes=form.scopes())

    def has_delete_permission(self, request, obj=None):
        """What every installation starts with stays; what an administrator added may go."""
        return obj is not None and obj.key not in ROLES and not obj.users.exists()
