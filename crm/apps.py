from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "CRM"

    def ready(self):
        from crm import receivers  # noqa: F401
        from crm.models.kinds import register_subject
        from crm.ui.registry import MenuItem, registry

        register_subject("crm.Company")
        register_subject("crm.Contact")

        registry.add_group("customers", _("Customers"), 20)
        registry.add_group("pinned", _("Pinned"), 5)
        registry.menu += [
            MenuItem(_("Companies"), "building", "crm:company-list", "customers", 20, "crm.company", "c", None, True),
            MenuItem(_("Contacts"), "users", "crm:contact-list", "customers", 21, "crm.contact", "p", None, True),
        ]
        registry.creatable += [
            MenuItem(_("Company"), "building", "crm:company-create", "", 20, "crm.company"),
            MenuItem(_("Contact"), "user", "crm:contact-create", "", 21, "crm.contact"),
        ]
