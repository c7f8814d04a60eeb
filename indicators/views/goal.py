from crm.ui.pages import DetailPage
from indicators.models import Goal


class GoalDetail(DetailPage):
    model, icon = Goal, "target-arrow"
