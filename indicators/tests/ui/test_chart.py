from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from indicators.monitoring.bands import Edges
from indicators.ui.chart import Chart, Note, Point, process_chart


def month(number: int) -> date:
    return date(2026, number, 1)


def point(number, value, **more) -> Point:
    return Point(month(number), month(number + 1), f"M{number}", value and Decimal(value), f"told {number}", **more)


def drawn(*points, **more):
    return ElementTree.fromstring(process_chart(Chart("Revenue", list(points), **more)))


def of_class(drawing, name) -> list:
    return [one for one in drawing.iter() if name in one.get("class", "").split()]


def test_the_line_leads_over_no_gap():
    drawing = drawn(point(1, 10), point(2, 12), point(3, None), point(4, 11), point(5, 13))

    assert [len(one.get("points").split()) for one in of_class(drawing, "n-chart__line")] == [2, 2]


def test_a_period_without_data_is_neither_nought_nor_missing():
    drawing = drawn(point(1, 10), point(2, None), point(3, 0))

    assert [one.text for one in of_class(drawing, "n-chart__none")] == ["×"]
    assert len(of_class(drawing, "n-chart__dot")) == 2


def test_a_running_period_is_hollow_apart_from_the_line_and_never_judged():
    drawing = drawn(point(1, 10), point(2, 12), point(3, 50, kind="open", signal="good"))

    assert len(of_class(drawing, "n-chart__dot--open")) == 1
    assert of_class(drawing, "n-chart__signal") == []
    assert len(of_class(drawing, "n-chart__line")[0].get("points").split()) == 2


def test_signals_differ_in_shape():
    drawing = drawn(point(1, 10, signal="good"), point(2, 12, signal="adverse"), point(3, 9, signal="change"))
    shapes = [one.get("d").split(" ", 2)[2] for one in of_class(drawing, "n-chart__signal")]

    assert len(set(shapes)) == 3


def test_the_line_breaks_where_the_metric_was_defined_anew():
    drawing = drawn(point(1, 10), point(2, 12), point(3, 11, version=2), point(4, 13, version=2))

    assert len(of_class(drawing, "n-chart__line")) == 2
    assert len(of_class(drawing, "n-chart__break")) == 2


def test_each_period_has_the_bands_of_its_own_day():
    before, later = Edges(acceptable_low=Decimal(5)), Edges(acceptable_low=Decimal(9), desired_low=Decimal(11))
    drawing = drawn(point(1, 10, edges=before), point(2, 12, edges=later), point(3, 12))

    zones = of_class(drawing, "n-chart__acceptable")
    assert len(zones) == 2
    assert float(zones[0].get("height")) > float(zones[1].get("height"))
    assert len(of_class(drawing, "n-chart__desired")) == 1


def test_what_lies_higher_is_drawn_higher():
    drawing = drawn(point(1, 10), point(2, 20), mean=Decimal(15), lower=Decimal(5), upper=Decimal(25))
    low, high = (float(one.get("cy")) for one in of_class(drawing, "n-chart__dot"))
    mean = float(of_class(drawing, "n-chart__mean")[0].get("y1"))
    limits = sorted(float(one.get("y1")) for one in of_class(drawing, "n-chart__limit"))

    assert limits[0] < high < mean < low < limits[1]


def test_notes_stand_on_their_day_and_those_outside_are_left_out():
    notes = [Note(1, date(2026, 2, 15), "Fair"), Note(2, date(2025, 1, 1), "Long ago")]
    drawing = drawn(point(1, 10), point(2, 12), notes=notes)

    assert [one.text for one in of_class(drawing, "n-chart__number")] == ["1"]


def test_no_text_becomes_a_tag_or_leaves_its_attribute():
    bad = '"><script>alert(1)</script>'
    drawing = process_chart(Chart(bad, [Point(month(1), month(2), bad, Decimal(1), bad, url=f"/?{bad}")]))

    assert "<script>" not in drawing
    assert ElementTree.fromstring(drawing).get("aria-label") == bad


def test_every_point_leads_to_its_records_by_name():
    drawing = drawn(point(1, 10, url="/1"), point(2, 12, url="/2"))

    assert [(one.get("href"), one.get("aria-label")) for one in of_class(drawing, "n-chart__point")] == [
        ("/1", "told 1"),
        ("/2", "told 2"),
    ]


def test_too_narrow_places_are_no_links():
    many = [
        Point(date(2026, 1, day), date(2026, 1, day + 1), str(day), Decimal(day), "t", url="/x")
        for day in range(1, 31)
    ]
    drawing = ElementTree.fromstring(process_chart(Chart("Narrow", many), width=360.0))

    assert [one.tag for one in of_class(drawing, "n-chart__point")] == ["g"] * 30


def test_a_chart_of_nothing_is_drawn_too():
    assert drawn().get("aria-label") == "Revenue"
    assert drawn(point(1, None)).get("aria-label") == "Revenue"


def words_at(drawing):
    found = [one for one in drawing.iter("text") if one.text == "Plan starts"]
    return [(float(one.get("x")), float(one.get("y")), one.get("text-anchor")) for one in found]


def test_the_words_at_the_start_of_the_plan_keep_out_of_the_way_of_notes():
    points = [point(number, 10 + number) for number in range(1, 7)]
    alone = drawn(*points, starts_on=date(2026, 3, 1))
    beside = drawn(*points, starts_on=date(2026, 3, 1), notes=[Note(1, date(2026, 3, 9), "Fair")])
    between = [Note(1, date(2026, 3, 9), "Fair"), Note(2, date(2026, 2, 20), "Prices")]
    among = drawn(*points, starts_on=date(2026, 3, 1), notes=between)

    [(x, y, __)] = words_at(alone)
    [(left_x, left_y, anchor)] = words_at(beside)
    assert (left_y, anchor) == (y, "end")
    assert left_x < x
    assert words_at(among)[0][1] > y + 100
