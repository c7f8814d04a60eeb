import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from crm.ui import money as written

NB = "\xa0"


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        (Decimal("1234.56"), "BRL", "pt-br", f"R${NB}1.234,56"),
        (Decimal("1234"), "BRL", "pt-br", f"R${NB}1.234"),
        (Decimal("-48000"), "BRL", "pt-br", f"-R${NB}48.000"),
        (Decimal("1234.5"), "USD", "pt-br", f"US${NB}1.234,50"),
        (Decimal("1234.5"), "BRL", "en", "R$1,234.50"),
        (None, "BRL", "en", ""),
        (Decimal(0), "BRL", "pt-br", f"R${NB}0"),
    ],
)
def test_money_is_written_as_the_reader_does(value, currency, language, text):
    with translation.override(language):
        assert written.money(value, currency) == text


def test_counts_are_honest_beyond_the_cap():
    with translation.override("pt-br"):
        assert written.count_text(10_001, 10_000) == "10.000+"
        assert written.count_text(9_999, 10_000) == "9.999"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        ({"hours": -2}, "2h ago"),
        ({"minutes": 90}, "today 16:30"),
        ({"days": 1}, "tomorrow 15:00"),
        ({"days": -1}, "yesterday 15:00"),
        ({"seconds": 5}, "now"),
    ],
)
def test_moments_read_as_one_says_them(delta, text):
    with time_machine.travel(datetime.datetime(2026, 11, 18, 18, 0, tzinfo=ZoneInfo("UTC")), tick=False):
        moment = timezone.now() + datetime.timedelta(**delta)

        html = written.when(moment)

    assert f">{text}</time>" in html
    assert "title=" in html
