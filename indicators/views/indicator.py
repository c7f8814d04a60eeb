from crm.ui.pages import DetailPage
from indicators.models import Indicator


class IndicatorDetail(DetailPage):
    model, icon = Indicator, "target-arrow"
