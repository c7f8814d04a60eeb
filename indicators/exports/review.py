"""The review pack as files: one row for each indicator, or one for each line of the ledger."""

import csv
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from crm.transfer.exporting import as_text
from crm.transfer.refused import MARK, Echo
from indicators.monitoring.review import DAY, Review


def indicator_lines(review: Review):
    headers = [
        *(_("Known on"), _("Goal"), _("Strategy"), _("Indicator"), _("Metric"), _("Unit"), _("Who answers for it")),
        *(_("From"), _("Until"), _("Figure"), _("Numerator"), _("Denominator"), _("Records")),
        *(_("Baseline"), _("Band"), _("Signal"), _("Open corrective actions")),
    ]
    rows = [
        [*own_cells(review, goal, strategy), *indicator_cells(leaf), *figure_cells(leaf)]
        for goal, strategy, leaf in placed(review)
    ]
    return lines(headers, rows)


def placed(review):
    for one in review.goals:
        for strategy, leaves in one.strategies:
            for leaf in leaves:
                yield one.goal, strategy, leaf


def own_cells(review, goal, strategy) -> list:
    return [review.on, goal.statement, strategy.statement]


def indicator_cells(leaf) -> list:
    indicator = leaf.indicator
    who = str(indicator.accountable) if indicator.accountable else ""
    return [str(indicator), indicator.kpi_key, str(indicator.unit or ""), who]


def figure_cells(leaf) -> list:
    newest, mean = leaf.newest, leaf.baseline.mean if leaf.baseline else None
    if newest is None:
        return [None] * 6 + [plain(mean), "", "", leaf.open_actions]
    numbers = [plain(one) for one in (newest.value, newest.numerator, newest.denominator)]
    judged = [plain(mean), newest.get_band_display(), newest.signal, leaf.open_actions]
    return [newest.period_start, newest.period_end - DAY, *numbers, newest.n, *judged]


def ledger_lines(review: Review):
    headers = [
        *(_("Known on"), _("Goal"), _("Benefit method"), _("Claimed"), _("From"), _("Until"), _("Measured")),
        *(_("Figure"), _("Baseline"), _("Volume"), _("Realised"), _("Wanted"), _("Expected")),
    ]
    rows = [
        [
            *(review.on, one.goal.statement, str(one.method.label), one.counts, line.start, line.end - DAY),
            *(line.is_measured, plain(line.value), plain(line.base), plain(line.volume), line.realised),
            *(plain(line.goal_value), line.expected),
        ]
        for one in review.books.ledgers
        for line in one.lines
    ]
    return lines(headers, rows)


def plain(value: Decimal | None) -> Decimal | None:
    """Without the noughts the database keeps."""
    return None if value is None else Decimal(value).normalize()


def lines(headers, rows):
    """CSV as a spreadsheet program in the reader's language wants it; a text is never a formula."""
    write = csv.writer(Echo(), delimiter=";").writerow
    decimal = get_format("DECIMAL_SEPARATOR")
    yield MARK + write([as_text(one) for one in headers])
    for row in rows:
        yield write([as_text(cell, decimal) for cell in row])
