from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

COLLECTIONS = {
    "plans": "indicators.api.plan.PlanViewSet",
    "goals": "indicators.api.goal.GoalViewSet",
    "strategies": "indicators.api.strategy.StrategyViewSet",
    "tactics": "indicators.api.tactic.TacticViewSet",
    "indicators": "indicators.api.indicator.IndicatorViewSet",
    "corrective-actions": "indicators.api.correctiveaction.CorrectiveActionViewSet",
}


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self):
        from crm.api.catalogue import publish
        from crm.models.kinds import register_subject
        from crm.ui.registry import registry
        from indicators.panels.plan import Investments, Phases
        from indicators.timelines import plan

        register_subject("indicators.CorrectiveAction")
        for prefix, path in COLLECTIONS.items():
            publish(prefix, path)
        plan.register()
        for panel in (Phases(), Investments()):
            registry.add_panel("indicators.plan", panel)
        self.add_places()
        self.add_panels()

    def add_panels(self):
        from crm.ui.registry import HomeBlock, registry
        from indicators.panels import home
        from indicators.panels.indicator import Actions, Bands, BaselinePanel, Strategies

        for panel in (Actions(), Strategies(), BaselinePanel(), Bands()):
            registry.add_panel("indicators.indicator", panel)
        registry.home += [HomeBlock(5, home.headlines, is_leading=True), HomeBlock(6, home.own)]

    def add_places(self):
        from crm.ui.registry import MenuItem, SearchSource, registry

        registry.add_group("indicators", _("Indicators"), 30)
        registry.menu += [
            MenuItem(_("Plans"), "flag", "indicators:plan-list", "indicators", 10, "indicators.plan"),
            MenuItem(
                _("How we stand"),
                "chart-line",
                "indicators:indicator-overview",
                "indicators",
                5,
                "indicators.indicator",
                "i",
            ),
            MenuItem(_("Indicators"), "list", "indicators:indicator-list", "indicators", 20, "indicators.indicator"),
            MenuItem(
                _("Corrective actions"),
                "alert-triangle",
                "indicators:correctiveaction-list",
                "indicators",
                30,
                "indicators.correctiveaction",
                query="state=now",
            ),
        ]
        registry.creatable.append(MenuItem(_("Plan"), "flag", "indicators:plan-create", "", 70, "indicators.plan"))
        registry.search.append(
            SearchSource("indicators.correctiveaction", "alert-triangle", lambda one: one.get_state_display(), 60)
        )
