from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OPPORTUNITY, PRODUCT = "sales.opportunity", "sales.product"

COLLECTIONS = {
    "opportunities": "sales.api.opportunity.OpportunityViewSet",
    "opportunity-products": "sales.api.opportunityproduct.OpportunityProductViewSet",
    "opportunity-contacts": "sales.api.opportunitycontact.OpportunityContactViewSet",
    "products": "sales.api.product.ProductViewSet",
    "pipelines": "sales.api.pipeline.PipelineViewSet",
    "stages": "sales.api.stage.StageViewSet",
    "lost-reasons": "sales.api.lostreason.LostReasonViewSet",
}


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = _("Sales")

    def ready(self):
        from crm.api.catalogue import publish
        from crm.models.kinds import register_subject
        from sales import kpis, receivers  # noqa: F401
        from sales.timelines import opportunity

        register_subject("sales.Opportunity")
        register_subject("sales.Product")
        opportunity.register()
        for prefix, path in COLLECTIONS.items():
            publish(prefix, path)
        self.add_places()
        self.add_panels()

    def add_places(self):
        from crm.ui.money import money
        from crm.ui.registry import MenuItem, SearchSource, registry

        registry.add_group("sales", _("Sales"), 10)
        registry.menu += [
            MenuItem(
                _("Opportunities"),
                "target-arrow",
                "sales:opportunity-list",
                "sales",
                10,
                OPPORTUNITY,
                "o",
                is_in_bottom_bar=True,
                query="state=open&sort=closes_on",
            ),
            MenuItem(_("Products"), "package", "sales:product-list", "sales", 15, PRODUCT),
        ]
        registry.creatable += [
            MenuItem(_("Opportunity"), "target-arrow", "sales:opportunity-create", "", 10, OPPORTUNITY),
            MenuItem(_("Product"), "package", "sales:product-create", "", 40, PRODUCT),
        ]
        registry.search += [
            SearchSource(
                OPPORTUNITY,
                "target-arrow",
                lambda one: " · ".join(filter(None, (str(one.stage), money(one.amount, one.currency)))),
                30,
                lambda rows: rows.select_related("stage"),
            ),
            SearchSource(PRODUCT, "package", lambda one: one.code or one.family, 50),
        ]

    def add_panels(self):
        from crm.ui.registry import HomeBlock, registry
        from sales.panels import home
        from sales.panels.opportunity import Opportunities, customer_figures, own_figures
        from sales.panels.opportunityproduct import Contacts, Moves, Products

        registry.add_panel("crm.company", Opportunities("company", "company"))
        registry.add_panel("crm.contact", Opportunities("roles__contact", "contact"))
        registry.figures["crm.company"].append(customer_figures("company", "company"))
        registry.figures["crm.contact"].append(customer_figures("roles__contact", "contact"))
        registry.figures[OPPORTUNITY].append(own_figures)
        registry.home += [HomeBlock(30, home.without_next_task), HomeBlock(40, home.closing)]
        for panel in (Products(), Contacts(), Moves()):
            registry.add_panel(OPPORTUNITY, panel)
