import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendars import SpecialDay
from workflow.calendars.written import (
    Unreadable,
    day_of,
    kept_day,
    read_days,
    read_windows,
    write_days,
    write_windows,
)


@pytest.mark.parametrize(
    "text",
    ["08:00-12:00, 13:30-18:00", "13:30 - 18:00; 8-12", "8h às 12h e 13h30 às 18h", "08:00–12:00,13:30—18:00"],
)
def test_windows_are_read_however_people_write_them(text):
    assert read_windows(text) == ((480, 720), (810, 1080))


def test_an_empty_line_is_a_closed_day_and_a_day_may_end_at_midnight():
    assert read_windows("  ") == ()
    assert read_windows("18:00-24:00") == ((1080, 1440),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("8 to noon", "is no window of time"),
        ("12:00-08:00", "ends before it begins"),
        ("08:00-08:00", "ends before it begins"),
        ("08:61-09:00", "no such time"),
        ("08:00-25:00", "no such time"),
        ("08:00-12:00, 11:00-13:00", "overlap"),
    ],
)
def test_what_cannot_be_is_told_in_words(text, told):
    with pytest.raises(Unreadable, match=told):
        read_windows(text)


def test_days_are_read_line_by_line():
    days = read_days("25/01 City's day\n\n24/12/2026 08:00-10:00, 11:00-12:00 Christmas Eve, half\n2027-02-02")

    assert days == (
        SpecialDay(1, 25, None, "City's day"),
        SpecialDay(12, 24, 2026, "Christmas Eve, half", ((480, 600), (660, 720))),
        SpecialDay(2, 2, 2027),
    )


@pytest.mark.parametrize(
    ("text", "told"), [("Christmas", "is no day"), ("31/02 X", "no such day"), ("29/02/2027", "no such day")]
)
def test_a_line_without_a_day_is_refused(text, told):
    with pytest.raises(Unreadable, match=told):
        read_days(text)


edges = st.sets(st.integers(0, 1440), max_size=6).map(sorted)
windows = edges.map(lambda found: tuple(zip(found[::2], found[1::2], strict=False)))
days = st.builds(
    SpecialDay,
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    year=st.none() | st.integers(1900, 2100),
    name=st.from_regex(r"\A[A-Za-z]{0,12}\Z"),
    windows=windows,
)


@given(windows)
def test_windows_read_as_they_are_written(found):
    assert read_windows(write_windows(found)) == found


@given(st.lists(days, max_size=4))
def test_days_read_as_they_are_written_and_as_they_are_kept(found):
    assert read_days(write_days(found)) == tuple(found)
    assert [day_of(kept_day(day)) for day in found] == found
