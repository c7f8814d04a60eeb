from decimal import Decimal
from xml.etree import ElementTree

from indicators.monitoring.bands import Edges
from indicators.ui.band import bar, told

UP = Edges(acceptable_low=Decimal(900), desired_low=Decimal(1100))
DOWN = Edges(acceptable_high=Decimal(10), desired_high=Decimal(5))
BETWEEN = Edges(Decimal(80), Decimal(120), Decimal(95), Decimal(105))


def boxes(drawing) -> dict:
    return {one.get("class"): one for one in ElementTree.fromstring(drawing) if one.get("class")}


def mark(drawing) -> float:
    return float(boxes(drawing)["n-band__mark"].get("d")[1:].split(" ")[0])


def ends(drawing, name) -> tuple[float, float]:
    one = boxes(drawing)[name]
    return float(one.get("x")), float(one.get("x")) + float(one.get("width"))


def test_the_mark_lies_in_the_band_its_figure_lies_in():
    for edges, value in ((UP, 1500), (DOWN, 3), (BETWEEN, 100)):
        drawing = bar(Decimal(value), edges)
        low, high = ends(drawing, "n-band__desired")
        assert low <= mark(drawing) <= high


def test_an_open_side_reaches_to_the_rim():
    assert ends(bar(Decimal(1000), UP), "n-band__desired")[1] == 240
    assert ends(bar(Decimal(7), DOWN), "n-band__acceptable")[0] == 0


def test_no_figure_has_no_mark():
    assert "n-band__mark" not in boxes(bar(None, UP))


def test_bands_are_told_in_words():
    assert told(UP, str) == [("Desired", "from 1100"), ("Acceptable", "from 900")]
    assert told(DOWN, str) == [("Desired", "up to 5"), ("Acceptable", "up to 10")]
    assert told(BETWEEN, str) == [("Desired", "95 to 105"), ("Acceptable", "80 to 120")]
