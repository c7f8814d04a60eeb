"""Pages on paper ask nobody for anything."""

import socket

import pytest
from django.utils.safestring import SafeString

from indicators.ui.paper import drawn_on_paper, embedded, fetcher

PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/x.png", "https://example.com/", "file:///etc/passwd", "ftp://x/", "/static/css/pack.css"],
)
def test_no_address_is_ever_asked(url):
    with pytest.raises(ValueError, match="URI"):
        fetcher().fetch(url)


def test_a_page_with_foreign_addresses_is_drawn_without_them(monkeypatch):
    from weasyprint import HTML

    def no_network(*args, **kwargs):
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket, "create_connection", no_network)
    page = f'<link rel=stylesheet href="https://example.com/x.css"><img src="file:///etc/passwd"><img src="{PIXEL}">'

    assert HTML(string=page, url_fetcher=fetcher()).write_pdf()[:5] == b"%PDF-"


def test_a_drawing_carries_its_colours_within():
    assert "<style>" in drawn_on_paper(SafeString('<svg class="x"><line/></svg>')).partition("<line")[0]
    assert drawn_on_paper("") == ""


def test_an_organization_without_a_logo_has_none_on_paper():
    assert embedded(None) == ""
