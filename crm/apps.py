from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "CRM"

    def ready(self):
        from crm import receivers  # noqa: F401
        from crm.models.customfield import definitions_of
        from crm.models.kinds import register_subject
        from crm.ui.registry import MenuItem, registry

        register_subject("crm.Company")
        register_subject("crm.Contact")

        registry.custom_fields_of = definitions_of
        registry.add_group("customers", _("Customers"), 20)
        registry.add_group("pinned", _("Pinned"), 5)
        registry.menu += [
            MenuItem(_("Companies"), "building", "crm:company-list", "customers", 20, "crm.company", "c", None, True),
            MenuItem(_("Contacts"), "users", "crm:contact-list", "customers", 21, "crm.contact", "p", None, True),
        ]
        registry.add_group("administration", _("Administration"), 90)
        registry.menu += [
            MenuItem(_("People"), "users-group", "crm:user-list", "administration", 90, "crm.user"),
            MenuItem(_("Teams"), "sitemap", "crm:team-list", "administration", 91, "crm.team"),
            MenuItem(_("Organization"), "settings", "crm:organization", "administration", 92, "crm.organization"),
        ]
        registry.creatable += [
            MenuItem(_("Company"), "building", "crm:company-create", "", 20, "crm.company"),
            MenuItem(_("Contact"), "user", "crm:contact-create", "", 21, "crm.contact"),
        ]
