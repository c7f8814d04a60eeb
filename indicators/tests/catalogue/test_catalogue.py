"""What must be true of every KPI there is, and of the next one somebody writes.

Each test walks them all over one world, because the world takes longer to make than the figures.
"""

from datetime import date

import pytest
from django.utils import translation

from crm.measures import Additive, Asking, Formula, Grain, Period, Standing, all_kpis, kpi_of
from crm.measures.words import placing, rule, source
from indicators.tests.world import build

pytestmark = pytest.mark.django_db

SPAN = Period(date(2026, 2, 1), date(2026, 8, 1))
MONTHS = Grain.MONTH.periods(SPAN.start, SPAN.end)
ROLES = ("numerator", "denominator")
NEAR = 1e-6


@pytest.fixture
def world(ana, bruno, caio):
    """South with two people, north with one."""
    return build([ana, bruno, caio])


def measured() -> list:
    """Those with facts of their own."""
    return [kpi for kpi in all_kpis() if not isinstance(kpi, Formula)]


def same(one, other) -> bool:
    return one == other or (one is not None and other is not None and abs(float(one) - float(other)) < NEAR)


def test_there_are_at_least_twenty_five():
    assert len(all_kpis()) >= 25


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_rules_are_told_in_words_and_not_in_names_of_columns(language):
    for kpi in all_kpis():
        with translation.override(language):
            told = [rule(kpi), placing(kpi), source(kpi), str(kpi.label), str(kpi.pitfalls)]

        assert all(told), kpi.key
        assert "_" not in "".join(told), kpi.key


def test_what_judges_people_has_a_figure_to_read_beside_it():
    for kpi in all_kpis():
        judges = "owner" in kpi.dimensions and kpi.better != "context" and not isinstance(kpi, Formula)

        assert kpi.guard or not judges, kpi.key
        assert kpi.guard is None or kpi_of(kpi.guard) is not kpi, kpi.key


def test_rows_add_up_to_the_figure_for_the_organization_and_for_whoever_looks(world, ana, bruno, dora):
    for kpi in measured():
        for user in (None, ana, bruno, dora):
            asking = Asking(user)
            figure = kpi.figure(asking, SPAN)
            for role in ROLES:
                measure = getattr(kpi, role)
                if measure is None or figure.standing == Standing.NOT_PERMITTED:
                    continue
                again = measure.again(list(kpi.rows(asking, SPAN, role)))
                assert same(again or 0, getattr(figure, role) or 0), (kpi.key, role, user)


def test_a_series_says_what_each_figure_says(world, ana):
    for kpi in all_kpis():
        for user in (None, ana):
            asking = Asking(user)

            assert kpi.series(asking, MONTHS) == [kpi.figure(asking, month) for month in MONTHS], kpi.key


def test_each_part_of_a_breakdown_is_the_figure_of_that_part(world):
    for kpi in all_kpis():
        for name in kpi.dimensions:
            for member, figure in kpi.breakdown(Asking(), SPAN, name).items():
                alone = kpi.figure(Asking(None, {name: member}), SPAN)

                assert figure.n == alone.n, (kpi.key, name, member)
                assert same(figure.value, alone.value), (kpi.key, name, member)


def test_parts_add_up_to_the_whole(world):
    for kpi in (one for one in measured() if isinstance(one, Additive)):
        whole = kpi.figure(Asking(), SPAN)
        for name in kpi.dimensions:
            parts = kpi.breakdown(Asking(), SPAN, name).values()

            assert sum(part.n for part in parts) == whole.n, (kpi.key, name)
            if not kpi.numerator.distinct:
                assert same(sum(part.value for part in parts), whole.value or 0), (kpi.key, name)


def test_nobody_drills_to_what_they_may_not_see(world, caio):
    for kpi in measured():
        for role in ROLES:
            for fact in kpi.rows(Asking(caio), SPAN, role):
                record = getattr(fact, kpi.record_path) if kpi.record_path else fact
                assert type(record).objects.visible_to(caio).filter(pk=record.pk).exists(), kpi.key


def test_who_may_see_nothing_of_it_is_told_so_and_not_nought(world, nina):
    for kpi in all_kpis():
        figure = kpi.figure(Asking(nina), SPAN)

        assert (figure.standing, figure.value, figure.n) == (Standing.NOT_PERMITTED, None, 0), kpi.key
        assert not kpi.breakdown(Asking(nina), SPAN, next(iter(kpi.dimensions), "team")), kpi.key


def test_before_there_was_anything_there_is_no_data():
    for kpi in all_kpis():
        assert kpi.figure(Asking(), SPAN).standing == Standing.NO_DATA, kpi.key
