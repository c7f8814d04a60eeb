from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.forms.organization import LogoField
from crm.models import Organization


class OrganizationAdminForm(GuardedForm):
    logo = LogoField(label=_("Logo"), required=False)

    class Meta:
        model = Organization
        fields = [
            "name", "logo", "site_language", "time_zone", "currency", "fiscal_year_start", "late_again_hours",
            "late_head_hours", "late_further_hours",
        ]  # fmt: skip


@admin.register(Organization)
class OrganizationAdmin(SignedAdmin):
    form = OrganizationAdminForm

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:crm_organization_change", 1)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
