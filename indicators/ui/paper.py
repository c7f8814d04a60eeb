"""Pages as PDF files, drawn without asking anybody for anything."""

import base64
import mimetypes
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

SHEETS = ("css/pack.css",)


@lru_cache(maxsize=8)
def sheet(name: str) -> str:
    with open(finders.find(name), encoding="utf-8") as file:
        return file.read()


def fetcher():
    """Takes what stands in the page itself; no address is ever asked."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], allow_redirects=False)


def pdf(template: str, context: dict) -> bytes:
    """A4, with the sheet of the review pack."""
    # Slow to import, and needed by this page alone.
    from weasyprint import CSS, HTML

    page = HTML(string=render_to_string(template, context), url_fetcher=fetcher())
    return page.write_pdf(stylesheets=[CSS(string=sheet(name), url_fetcher=fetcher()) for name in SHEETS])


def drawn_on_paper(drawing: str) -> SafeString:
    """A drawing carries its colours within itself: the sheet of a page does not reach into it."""
    if not drawing:
        return SafeString("")
    head, __, rest = str(drawing).partition(">")
    return SafeString(f"{head}><style>{sheet('css/drawing.css')}</style>{rest}")


def embedded(file) -> str:
    """A picture as part of the page, "" where there is none."""
    if not file:
        return ""
    kind = mimetypes.guess_type(file.name)[0] or "image/png"
    with file.open("rb") as picture:
        return f"data:{kind};base64,{base64.b64encode(picture.read()).decode()}"
