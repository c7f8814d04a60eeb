"""Search over everything one may see: under the box while one types, and as a page."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.ui.search import elsewhere, search
from crm.ui.words import LONGEST

IN_PALETTE, ON_PAGE = 5, 20


@dataclass
class SearchTexts:
    title: str


@require_GET
def results(request):
    text = request.GET.get("q", "").strip()[:LONGEST]
    groups = search(request.user, text, IN_PALETTE if request.htmx else ON_PAGE)
    context = {
        "groups": groups,
        "elsewhere": elsewhere(request.user, text),
        "search_text": text,
        "page": SearchTexts(_("Search")),
    }
    return render(request, "ui/_search_results.html" if request.htmx else "ui/search.html", context)
