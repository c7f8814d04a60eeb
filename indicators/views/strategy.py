from crm.ui.pages import DetailPage
from indicators.models import Strategy


class StrategyDetail(DetailPage):
    model, icon = Strategy, "target-arrow"
