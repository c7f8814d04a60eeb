from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = _("Sales")

    def ready(self):
        from crm.models.kinds import register_subject
        from sales import receivers  # noqa: F401

        register_subject("sales.Opportunity")
        register_subject("sales.Product")
