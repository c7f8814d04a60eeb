from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.ui.pages import ListPage, StandardView
from indicators.filters.indicator import IndicatorFilter
from indicators.models import Indicator
from indicators.tables.indicator import IndicatorTable


class IndicatorList(ListPage):
    model, filter, table, icon = Indicator, IndicatorFilter, IndicatorTable, "chart-line"
    empty_title = _("What the organization measures")
    empty_text = _(
        "Indicators belong to the strategies of a plan: apply a ready plan or add one, and they stand here."
    )
    standard_views = [
        StandardView(pgettext_lazy("indicators", "Mine"), "mine=true"),
        StandardView(_("Not acceptable"), "status=below"),
        StandardView(_("No data"), "status=no_data", False),
    ]
