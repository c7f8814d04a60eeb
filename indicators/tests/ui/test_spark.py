from decimal import Decimal
from xml.etree import ElementTree

from indicators.ui.spark import spark


def parts(drawing, name):
    return [one for one in ElementTree.fromstring(drawing).iter() if one.get("class") == name]


def test_a_gap_parts_the_line_and_the_baseline_is_drawn_through():
    drawing = spark([Decimal(1), Decimal(2), None, Decimal(3), Decimal(4)], Decimal(2), told="Revenue")

    assert len(parts(drawing, "n-spark__line")) == 2
    assert len(parts(drawing, "n-spark__mean")) == 1
    assert ElementTree.fromstring(drawing).get("aria-label") == "Revenue"


def test_one_figure_alone_is_a_dot_and_none_is_nothing():
    assert len(parts(spark([Decimal(1)]), "n-spark__dot")) == 1
    assert parts(spark([None, None]), "n-spark__dot") == []


def test_a_newest_period_without_data_has_no_last_dot():
    assert parts(spark([Decimal(1), Decimal(2), None]), "n-spark__last") == []
