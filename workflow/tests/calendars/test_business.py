"""The laws of business time, put to chance, against a slow count written apart."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workflow.calendars import BusinessCalendar, NoBusinessTime, Rules, SpecialDay
from workflow.calendars.written import read_days, read_windows
from workflow.tests.calendars import slow

HOUR = timedelta(hours=1)
# Zones whose clocks turn at noon's far side, at midnight, by half an hour, across the date line; one that never does.
ZONES = [
    "America/Sao_Paulo", "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "America/St_Johns",
    "Asia/Kolkata", "Pacific/Apia", "America/Havana", "UTC",
]  # fmt: skip
# Days on which some of these clocks turned, and ordinary ones.
TURNS = [
    date(2018, 11, 4),
    date(2019, 2, 16),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 3, 29),
    date(2011, 12, 29),
]
TURNS += [
    date(2010, 11, 6),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2026, 6, 10),
]


def week(*days):
    return tuple(read_windows(day) for day in days)


def local(zone, *parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)


@st.composite
def windows(draw):
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return tuple((a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def special(draw, around):
    day = around + timedelta(days=draw(st.integers(-9, 9)))
    year = draw(st.sampled_from([None, day.year]))
    return SpecialDay(day.month, day.day, year, "", draw(windows()))


@st.composite
def rules(draw, around, valid_from=date.min):
    return Rules(
        valid_from=valid_from,
        zone=draw(st.sampled_from(ZONES)),
        week=tuple(draw(windows()) for __ in range(7)),
        region=draw(st.sampled_from(["", "BR", "BR-RS"])),
        holidays=tuple(draw(st.lists(special(around), max_size=3))),
        exceptions=tuple(draw(st.lists(special(around), max_size=3))),
    )


@st.composite
def cases(draw):
    """A calendar of one or two versions, perhaps with days closed, and a moment near something that matters."""
    around = draw(st.sampled_from(TURNS))
    versions = [draw(rules(around))]
    if draw(st.booleans()):
        versions.append(draw(rules(around, around + timedelta(days=draw(st.integers(-3, 3))))))
    closed = []
    if draw(st.booleans()):
        first = around + timedelta(days=draw(st.integers(-4, 4)))
        closed.append((first, first + timedelta(days=draw(st.integers(0, 3)))))
    minutes = draw(st.integers(-4 * 1440, 4 * 1440))
    moment = datetime(around.year, around.month, around.day, tzinfo=UTC) + timedelta(minutes=minutes)
    return BusinessCalendar(versions, closed), moment


spans = st.integers(0, 3 * 1440).map(lambda minutes: timedelta(minutes=minutes))
amounts = st.integers(1, 4 * 86_400_000_000).map(lambda found: timedelta(microseconds=found))


def has_work(calendar):
    return any(calendar.rules_on(date(9000, 1, 1)).week)


@settings(max_examples=100, deadline=None)
@given(cases(), spans)
def test_it_counts_what_the_slow_count_counts(case, span):
    calendar, moment = case

    assert calendar.between(moment, moment + span) == slow.between(calendar, moment, moment + span)


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(1, 900))
def test_it_finds_the_moment_that_the_slow_count_finds(case, minutes):
    calendar, moment = case
    assume(calendar.between(moment, moment + timedelta(days=6)) > timedelta(minutes=minutes))

    worked = timedelta(minutes=minutes)
    assert calendar.plus(moment, worked) == slow.plus(calendar, moment, worked)


@settings(max_examples=100, deadline=None)
@given(cases(), amounts, st.booleans())
def test_what_was_added_is_what_lies_between(case, worked, is_back):
    calendar, moment = case
    assume(has_work(calendar))
    if is_back:
        assume(any(calendar.versions[0].week))
        worked = -worked

    assert calendar.between(moment, calendar.plus(moment, worked)) == worked


@settings(max_examples=100, deadline=None)
@given(cases(), amounts, amounts)
def test_adding_twice_is_adding_the_sum(case, one, other):
    calendar, moment = case
    assume(has_work(calendar))

    assert calendar.plus(calendar.plus(moment, one), other) == calendar.plus(moment, one + other)


@settings(max_examples=100, deadline=None)
@given(cases(), spans, spans)
def test_parts_add_up_whatever_lies_between(case, one, other):
    calendar, start = case
    middle, end = start + one, start + one - other

    assert calendar.between(start, end) == calendar.between(start, middle) + calendar.between(middle, end)


@settings(max_examples=100, deadline=None)
@given(cases(), spans, amounts, amounts)
def test_later_never_ends_earlier_and_more_never_less(case, later, worked, more):
    calendar, moment = case
    assume(has_work(calendar))

    assert calendar.plus(moment, worked) <= calendar.plus(moment + later, worked)
    assert calendar.plus(moment, worked) < calendar.plus(moment, worked + more)
    assert timedelta(0) <= calendar.between(moment, moment + later) <= later


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(-400, 400), st.sampled_from(["none", "next", "previous"]))
def test_a_day_is_moved_to_the_nearest_business_day_on_its_side(case, days, rule):
    calendar, moment = case
    assume(has_work(calendar) and any(calendar.versions[0].week))
    day = moment.date() + timedelta(days=days)

    found = calendar.shift(day, rule)

    step = {"none": 0, "next": 1, "previous": -1}[rule]
    passed = [day + timedelta(days=step * number) for number in range(abs((found - day).days))]
    assert (found - day).days * step >= 0
    assert not any(map(calendar.is_business_day, passed))
    assert calendar.is_business_day(found) or rule == "none"


def test_an_hour_that_the_clock_leaves_out_is_not_worked_and_one_shown_twice_is_worked_twice():
    night = BusinessCalendar([Rules(zone="America/New_York", region="", week=week(*["00:00-06:00"] * 7))])
    spring, autumn = local("America/New_York", 2026, 3, 8), local("America/New_York", 2026, 11, 1)

    assert night.between(spring, local("America/New_York", 2026, 3, 8, 12)) == 5 * HOUR
    assert night.between(autumn, local("America/New_York", 2026, 11, 1, 12)) == 7 * HOUR
    assert night.plus(spring, 2 * HOUR) == local("America/New_York", 2026, 3, 8, 3)


def test_brazils_own_clock_turned_at_midnight():
    night = BusinessCalendar([Rules(region="", week=week(*["22:00-24:00, 00:00-02:00"] * 7))])
    zone = "America/Sao_Paulo"

    # In November 2018 midnight became one o'clock; in February 2019 midnight became eleven in the evening again.
    assert night.between(local(zone, 2018, 11, 3, 20), local(zone, 2018, 11, 4, 4)) == 3 * HOUR
    assert night.between(local(zone, 2019, 2, 16, 20), local(zone, 2019, 2, 17, 4)) == 5 * HOUR


def test_the_end_of_a_month_and_a_leap_day_are_days_as_others():
    calendar = BusinessCalendar([Rules(region="")])
    friday = local("America/Sao_Paulo", 2026, 1, 30, 17)

    assert calendar.plus(friday, 2 * HOUR) == local("America/Sao_Paulo", 2026, 2, 2, 9)
    assert (
        calendar.between(local("America/Sao_Paulo", 2024, 2, 28), local("America/Sao_Paulo", 2024, 3, 1)) == 17 * HOUR
    )


def test_months_of_closure_are_passed_over():
    closed = BusinessCalendar([Rules(region="")], [(date(2026, 2, 1), date(2026, 11, 30))])
    years = closed.without([(date(2026, 12, 1), date(2031, 12, 31))])
    friday = local("America/Sao_Paulo", 2026, 1, 30, 17)

    assert closed.plus(friday, 2 * HOUR) == local("America/Sao_Paulo", 2026, 12, 1, 9)
    assert years.plus(friday, 2 * HOUR) == local("America/Sao_Paulo", 2032, 1, 1, 9)
    assert years.shift(date(2026, 3, 3), "next") == date(2032, 1, 1)
    assert years.plus(years.plus(friday, 2 * HOUR), -2 * HOUR) == friday


def test_a_calendar_that_never_opens_says_so():
    never = BusinessCalendar([Rules(week=((),) * 7)])
    moment = datetime(2026, 5, 1, tzinfo=UTC)

    for question in (
        lambda: never.plus(moment, HOUR),
        lambda: never.plus(moment, -HOUR),
        lambda: never.shift(date(2026, 5, 1), "next"),
        lambda: never.shift(date(2026, 5, 1), "previous"),
    ):
        with pytest.raises(NoBusinessTime):
            question()
    assert never.between(moment, moment + 9000 * HOUR) == timedelta(0)


def test_each_day_counts_by_the_version_of_that_day():
    old = Rules(region="", week=week(*["08:00-12:00"] * 7))
    new = Rules(valid_from=date(2026, 6, 10), region="", week=week(*["08:00-18:00"] * 7))
    calendar = BusinessCalendar([new, old])
    zone = "America/Sao_Paulo"

    assert calendar.between(local(zone, 2026, 6, 8), local(zone, 2026, 6, 12)) == (4 + 4 + 10 + 10) * HOUR
    assert calendar.between(local(zone, 2020, 6, 8), local(zone, 2020, 6, 9)) == 4 * HOUR


def test_holidays_of_country_and_state_close_the_day():
    gaucho = BusinessCalendar([Rules(region="BR-RS")])
    national = BusinessCalendar([Rules()])

    assert not national.is_business_day(date(2026, 9, 7))
    assert not gaucho.is_business_day(date(2027, 9, 20))
    assert national.is_business_day(date(2027, 9, 20))
    assert gaucho.rules_on(date(2027, 9, 20)).holiday(date(2027, 9, 20))


def test_optional_days_off_are_off_where_they_were_chosen():
    carnival = BusinessCalendar([Rules(optional_days=("Carnaval",))])

    assert [carnival.is_business_day(date(2026, 2, day)) for day in (16, 17, 18)] == [False, False, True]
    assert BusinessCalendar([Rules()]).is_business_day(date(2026, 2, 17))


def test_half_a_holiday_leaves_its_hours_and_only_on_days_that_are_worked():
    half = BusinessCalendar([Rules(holidays=read_days("24/12 08:00-12:30 Christmas Eve"))])

    assert half.windows(date(2026, 12, 24)) == ((480, 720),)
    assert half.windows(date(2028, 12, 24)) == ()  # a Sunday


def test_an_exception_stands_above_weekday_and_holiday():
    worked = BusinessCalendar(
        [Rules(exceptions=read_days("19/12/2026 08:00-12:00 Stock-taking\n07/09/2026 09:00-10:00"))]
    )

    assert worked.windows(date(2026, 12, 19)) == ((480, 720),)
    assert worked.windows(date(2026, 9, 7)) == ((540, 600),)


def test_the_next_opening_is_the_moment_itself_in_business_time():
    calendar, zone = BusinessCalendar(), "America/Sao_Paulo"

    assert calendar.opening(local(zone, 2026, 11, 28, 10)) == local(zone, 2026, 11, 30, 8)
    assert calendar.opening(local(zone, 2026, 11, 27, 10, 7)) == local(zone, 2026, 11, 27, 10, 7)
    assert [calendar.is_open(local(zone, 2026, 11, 27, hour)) for hour in (10, 12, 18)] == [True, False, False]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        BusinessCalendar().plus(datetime(2026, 1, 1), HOUR)


def test_a_year_takes_well_under_a_millisecond_once_it_was_added_up():
    calendar = BusinessCalendar([Rules(region="BR-SP")])
    start, end = datetime(2025, 11, 3, 12, 34, tzinfo=UTC), datetime(2026, 11, 4, 15, 1, tzinfo=UTC)
    calendar.between(start, end)

    began = perf_counter()
    for __ in range(1000):
        calendar.between(start, end)
        calendar.plus(start, timedelta(hours=1900))
    each = (perf_counter() - began) / 2000

    assert each < 0.0005
