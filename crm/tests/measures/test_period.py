from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.measures import Grain, Period

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(DAYS, st.sampled_from(Grain))
def test_every_day_lies_in_exactly_one_period_of_each_grain(day, grain):
    period = grain.period(day)

    assert period.start <= day < period.end
    assert grain.period(period.start) == grain.period(period.last) == period
    assert grain.period(period.end).start == period.end


@given(DAYS, st.integers(1, 366))
def test_what_a_period_is_compared_with_is_as_long_and_directly_before(start, days):
    period = Period(start, start + timedelta(days=days))

    assert period.before().days == period.days
    assert period.before().end == period.start


@given(DAYS, st.integers(0, 800), st.sampled_from(Grain))
def test_periods_follow_each_other_without_gap(start, days, grain):
    end = start + timedelta(days=days)
    found = grain.periods(start, end)

    assert all(one.end == other.start for one, other in pairwise(found))
    if days:
        assert found[0].start <= start
        assert found[-1].start < end <= found[-1].end


def test_a_day_has_23_hours_when_the_clocks_go_forward():
    begin, end = Period(date(2018, 11, 4), date(2018, 11, 5)).bounds(ZoneInfo("America/Sao_Paulo"))

    assert (end.astimezone(ZoneInfo("UTC")) - begin.astimezone(ZoneInfo("UTC"))) == timedelta(hours=23)


def test_a_period_without_a_day_is_none():
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 1, 1), date(2026, 1, 1))
