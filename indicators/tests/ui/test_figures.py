import pytest
from django.utils.safestring import SafeString

from indicators.ui.figures import large


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("R$ 1.234", "<small>R$ </small>1.234"),
        ("63,2%", "63,2<small>%</small>"),
        ("51,8 dias", "51,8<small> dias</small>"),
        ("-3", "-3"),
        ("12", "12"),
        ("no data", '<span class="n-large__words">no data</span>'),
        ("<b>", '<span class="n-large__words">&lt;b&gt;</span>'),
    ],
)
def test_the_number_is_large_and_the_unit_small(text, html):
    assert large(text) == html
    assert isinstance(large(text), SafeString)
