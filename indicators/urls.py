"""The table of contents of indicators."""

from crm.ui.routes import routes
from indicators.views import (
    correctiveaction,
    goal,
    indicator,
    indicatorlist,
    indicatorrow,
    ledger,
    matrix,
    planmap,
    strategy,
)

app_name = "indicators"
urlpatterns = [
    *routes("plans", "plan", detail=planmap.PlanDetail, matrix=matrix.PlanMatrix, benefits=ledger.PlanBenefits),
    *routes("goals", "goal", detail=goal.GoalDetail),
    *routes("strategies", "strategy", detail=strategy.StrategyDetail, score=matrix.StrategyScore),
    *routes(
        "indicators",
        "indicator",
        list=indicatorlist.IndicatorList,
        detail=indicator.IndicatorDetail,
        breakdown=indicator.IndicatorBreakdown,
        known=indicator.IndicatorKnown,
        rows=indicatorrow.IndicatorRows,
        rows_file=indicatorrow.IndicatorRowsFile,
    ),
    *routes(
        "corrective-actions",
        "correctiveaction",
        list=correctiveaction.CorrectiveActionList,
        create=correctiveaction.CorrectiveActionCreate,
        detail=correctiveaction.CorrectiveActionDetail,
        edit=correctiveaction.CorrectiveActionEdit,
        carry_out=correctiveaction.CorrectiveActionCarryOut,
        escalate=correctiveaction.CorrectiveActionEscalate,
        dismiss=correctiveaction.CorrectiveActionDismiss,
        trash=correctiveaction.CorrectiveActionTrash,
        owner_many=correctiveaction.CorrectiveActionOwnerMany,
        trash_many=correctiveaction.CorrectiveActionTrashMany,
    ),
]
