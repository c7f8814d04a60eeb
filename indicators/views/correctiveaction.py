from crm.ui.pages import DetailPage
from indicators.models import CorrectiveAction


class CorrectiveActionDetail(DetailPage):
    model, icon = CorrectiveAction, "target-arrow"
