"""What a KPI is made of: periods, figures, the types, the registry, and the words that explain them.

One class per KPI, in its app's `kpis`, registered as the app starts. Everything that shows a figure (page, chart,
mail, export, API, command) asks `Kpi.figure`, `Kpi.series`, `Kpi.breakdown` or `Kpi.rows`; all four are derived from
one definition, so there is no second way to the same number.
"""

from crm.measures.asking import Asking
from crm.measures.cohort import Cohort
from crm.measures.dimension import Dimension
from crm.measures.figure import Figure, Maturity, Standing
from crm.measures.formula import Formula
from crm.measures.kpi import Kpi
from crm.measures.period import Grain, Period
from crm.measures.registry import all_kpis, kpi_of, register
from crm.measures.spread import Spread
from crm.measures.stock import Stock
from crm.measures.types import Additive, Average, Count, CountDistinct, Quantile, Ratio, Score, Sum
from crm.measures.unit import Direction, Unit

__all__ = [
    "Additive",
    "Asking",
    "Average",
    "Cohort",
    "Count",
    "CountDistinct",
    "Dimension",
    "Direction",
    "Figure",
    "Formula",
    "Grain",
    "Kpi",
    "Maturity",
    "Period",
    "Quantile",
    "Ratio",
    "Score",
    "Spread",
    "Standing",
    "Stock",
    "Sum",
    "Unit",
    "all_kpis",
    "kpi_of",
    "register",
]
