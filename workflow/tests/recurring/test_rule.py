import datetime
import zoneinfo
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from workflow.models import Recurrence
from workflow.recurring import BadRule, settled, slots

START = datetime.datetime(2027, 1, 31, 9)


def days(rule, start=START, most=4):
    return [f"{one:%d/%m}" for one in slots(settled(rule, start), start, most=most)]


def test_the_31st_of_each_month_is_its_last_day_where_there_is_none():
    assert days("FREQ=MONTHLY", most=5) == ["31/01", "28/02", "31/03", "30/04", "31/05"]
    leap = datetime.datetime(2028, 1, 31, 9)
    assert days("FREQ=MONTHLY", leap, most=3) == ["31/01", "29/02", "31/03"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=30", most=3) == ["28/02", "30/03", "30/04"]
    assert days("FREQ=YEARLY", datetime.datetime(2028, 2, 29, 9), most=3) == ["29/02", "28/02", "28/02"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY", ["31/01", "07/02", "14/02", "21/02"]),
        ("FREQ=WEEKLY;BYDAY=MO,FR", ["01/02", "05/02", "08/02", "12/02"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["26/02", "26/03", "30/04", "28/05"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["31/01", "28/02", "31/03", "30/04"]),
        ("FREQ=DAILY;INTERVAL=3;COUNT=2", ["31/01", "03/02"]),
        ("FREQ=YEARLY", ["31/01", "31/01", "31/01", "31/01"]),
    ],
)
def test_the_usual_rules(rule, expected):
    assert days(rule) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "", "FREQ=HOURLY", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2", "INTERVAL=2",
        "FREQ=MONTHLY;BYDAY=6FR", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYSETPOS=9;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=20270101", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;BYEASTER=1", "FREQ=WEEKLY;BYDAY=XX", "x" * 300,
        "FREQ=DAILY;INTERVAL=٣x", "FREQ=DAILY\nRDATE=20270101",
    ],
)  # fmt: skip
def test_what_is_unknown_or_could_never_come_is_refused(rule):
    with pytest.raises(BadRule):
        settled(rule, START)


RULES = st.builds(
    lambda freq, interval, day: (
        f"FREQ={freq};INTERVAL={interval}" + (f";BYMONTHDAY={day}" if freq == "MONTHLY" else "")
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 6),
    st.integers(1, 31),
)
STARTS = st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2030, 1, 1))


@given(RULES, STARTS)
def test_turns_rise_begin_no_sooner_and_keep_their_hour(rule, start):
    found = slots(settled(rule, start), start, most=30)

    assert len(found) == 30
    assert found[0] >= start.replace(microsecond=0)
    assert all(one < other for one, other in pairwise(found))
    assert {(one.hour, one.minute) for one in found} == {(start.hour, start.minute)}


@given(STARTS)
def test_a_monthly_one_misses_no_month(start):
    found = slots(settled("FREQ=MONTHLY", start), start, most=30)

    assert [one.date() for one in found] == [(start + relativedelta(months=at)).date() for at in range(30)]


@given(STARTS, st.sampled_from(["America/Sao_Paulo", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]))
def test_nine_o_clock_stays_nine_o_clock(start, zone):
    first = start.replace(hour=9, minute=0, tzinfo=zoneinfo.ZoneInfo(zone))
    recurrence = Recurrence(rule=settled("FREQ=WEEKLY", start), zone=zone, starts_at=first)

    moments = recurrence.slots_after(most=60)

    assert {one.astimezone(zoneinfo.ZoneInfo(zone)).hour for one in moments} == {9}
    assert len(set(moments)) == 60
