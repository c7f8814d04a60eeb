from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.actions import user as users
from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.models import User


class UserAdminForm(GuardedForm):
    class Meta:
        model = User
        fields = ["name", "email", "job_title", "team", "other_teams", "roles", "language", "time_zone", "wants_mail"]
        widgets = {"roles": forms.CheckboxSelectMultiple, "other_teams": forms.CheckboxSelectMultiple}

    def clean_roles(self):
        roles = self.cleaned_data["roles"]
        keeps = any(role.key == users.ADMINISTRATOR for role in roles)
        if self.instance.is_staff and not keeps and users.is_last_administrator(self.instance):
            raise ValidationError(_("This is the last administrator. Name another one first."))
        return roles


@admin.register(User)
class UserAdmin(SignedAdmin):
    """Invited and deactivated on the people pages, where the consequences stand."""

    form = UserAdminForm
    list_display = ["name", "email", "team", "role_names", "is_active", "last_seen_at"]
    list_filter = ["is_active", "roles", "team"]
    list_select_related = ["team"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["team"]
    readonly_fields = ["page", "is_active", "date_joined", "last_seen_at"]
    ordering = ["name_fold"]
    fieldsets = [
        (None, {"fields": ["page", "name", "email", "job_title"]}),
        (_("Access"), {"fields": ["roles", "team", "other_teams", "is_active"]}),
        (_("Preferences"), {"fields": ["language", "time_zone", "wants_mail"]}),
        (_("Dates"), {"fields": ["date_joined", "last_seen_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")

    @admin.display(description=_("roles"))
    def role_names(self, user):
        return ", ".join(str(role) for role in user.roles.all())

    @admin.display(description=_("effective access"))
    def page(self, user):
        return format_html('<a href="{}">{}</a>', user.get_absolute_url(), _("Access, invitation, deactivation"))

    def save_related(self, request, form, formsets, change):
        """Roles go through their action: it writes the history and guards the last administrator."""
        roles = form.cleaned_data.pop("roles", None)
        super().save_related(request, form, formsets, change)
        if roles is not None:
            users.give_roles(form.instance, by=request.user, roles=roles)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"invite_url": reverse("crm:user-create"), **(extra_context or {})})
