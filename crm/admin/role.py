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
from crm.models import Grant, Role
from crm.models.role import Scope
from crm.permissions import ACTIONS, ROLES, WHOLE_ACTIONS, action_label


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
        self.types = {ContentType.objects.get_for_model(model).pk: model for model in guarded_models()}
        self.actions_of = actions_of(self.types)
        extra = {action for actions in self.actions_of.values() for action in actions} - set(ACTIONS)
        self.actions = [*ACTIONS, *sorted(extra)]
        now = {(grant.record_type_id, grant.action): grant.scope for grant in grants}
        for record_type_id, action in self.pairs():
            model, scope = self.types[record_type_id], now.get((record_type_id, action), Scope.NONE)
            self.fields[key(record_type_id, action)] = scope_field(model, action, scope)
        if self.instance.pk:
            self.guard()

    def pairs(self):
        """Each record type with each action it knows."""
        return [(kind, action) for kind in self.types for action in self.actions if action in self.actions_of[kind]]

    @property
    def heads(self):
        return [action_label(action) for action in self.actions]

    @property
    def lines(self):
        for record_type_id, model in self.types.items():
            names = [key(record_type_id, action) for action in self.actions]
            cells = [self[name] if name in self.fields else None for name in names]
            yield Line(capfirst(model._meta.verbose_name_plural), cells)

    def scopes(self) -> dict:
        """(record type id, action) to scope, as set_grants() takes them."""
        return {pair: self.cleaned_data[key(*pair)] for pair in self.pairs()}


def actions_of(types) -> dict[int, set]:
    """What one can do with each kind of record: the usual, and what any role has a grant for."""
    found = {record_type_id: set(ACTIONS) for record_type_id in types}
    for record_type_id, action in Grant.objects.values_list("record_type_id", "action").distinct().order_by():
        found.get(record_type_id, set()).add(action)
    return found


def scope_field(model, action, now):
    label = f"{capfirst(model._meta.verbose_name_plural)}: {action_label(action)}"
    widget = forms.Select(attrs={"aria-label": label})
    choices = Scope.choices
    if action in WHOLE_ACTIONS:
        # Done or not done: a new record is nobody's yet.
        choices, now = [(Scope.NONE, _("No")), (Scope.ALL, _("Yes"))], Scope.ALL if now else Scope.NONE
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, initial=now, widget=widget)


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
