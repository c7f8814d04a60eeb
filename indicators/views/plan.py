from crm.ui.pages import DetailPage
from indicators.models import Plan


class PlanDetail(DetailPage):
    model, icon = Plan, "target-arrow"
