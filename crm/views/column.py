"""Which columns a list shows, and in which order: kept in its address, and so in a saved view."""

from dataclasses import dataclass

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.ui.pages.form import FormTexts
from crm.ui.pages.query import columns_of, page_on, read, url_of


@dataclass
class Choice:
    key: str
    label: str
    is_shown: bool
    is_main: bool


def columns_url(label, mode, query) -> str:
    return f"{reverse('crm:column-choose')}?{urlencode({'on': f'{label}:{mode}', 'query': query})}"


@require_GET
def choose(request):
    """Nothing is kept here: each press draws the order anew, and "Show these" leads to the list."""
    page, query = page_on(request), read(request.GET.get("query", ""))
    columns = columns_of(page)
    order, shown = arranged(request.GET, query, columns)
    if "apply" in request.GET:
        return HttpResponseRedirect(list_url(page, query, [key for key in order if key in shown], columns))
    if "standard" in request.GET:
        return HttpResponseRedirect(list_url(page, query, [], columns))
    context = {
        "page": FormTexts(_("Choose columns"), _("Show these"), list_url(page, query, None, columns)),
        "choices": [Choice(key, columns[key].label, key in shown, columns[key].is_main) for key in order],
        "on": request.GET["on"],
        "query": request.GET.get("query", ""),
    }
    return render(request, "crm/column/choose.html", context)


def arranged(asked, query, columns) -> tuple[list[str], set[str]]:
    """All columns in the order asked for, and those to be shown; the main one always is."""
    main = {key for key, column in columns.items() if column.is_main}
    if "column" in asked:
        order = [key for key in asked.getlist("column") if key in columns]
        shown = set(asked.getlist("shown"))
    else:
        order = [key for key in query.get("columns", "").split(",") if key in columns]
        order = order or [key for key, column in columns.items() if column.is_default]
        shown = set(order)
    order = list(dict.fromkeys([*order, *columns]))
    for name, step in (("up", -1), ("down", 1)):
        if asked.get(name) in order:
            at = order.index(asked[name])
            order.insert(max(at + step, 0), order.pop(at))
    return order, shown | main


def list_url(page, query, chosen, columns) -> str:
    """The list as it was asked, with these columns; none for the standard ones, None for no change."""
    changed = query.copy()
    standard = [key for key, column in columns.items() if column.is_default]
    if chosen is not None:
        changed.pop("columns", None)
        if chosen and chosen != standard:
            changed["columns"] = ",".join(chosen)
    return url_of(page) + (f"?{changed.urlencode(safe=',')}" if changed else "")
