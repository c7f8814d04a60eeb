"""The table of contents of indicators."""

from crm.ui.routes import routes
from indicators.views import correctiveaction, goal, indicator, plan, strategy

app_name = "indicators"
urlpatterns = [
    *routes("plans", "plan", detail=plan.PlanDetail),
    *routes("goals", "goal", detail=goal.GoalDetail),
    *routes("strategies", "strategy", detail=strategy.StrategyDetail),
    *routes("indicators", "indicator", detail=indicator.IndicatorDetail),
    *routes("corrective-actions", "correctiveaction", detail=correctiveaction.CorrectiveActionDetail),
]
