"""Saved views on the frame: the tabs above a list, the pinned ones in the menu, where both are counted."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from crm.models import SavedView
from crm.ui.context import Item
from crm.ui.pages.query import collection_of, problems, read, url_of

PINNED_MOST = 12


@dataclass
class Tab:
    name: str
    url: str
    query: str
    page: type
    is_current: bool = False
    edit_url: str | None = None
    count: str | None = None
    count_id: str = ""
    is_broken: bool = False


def views_for(request) -> list[SavedView]:
    """All views this person may open whose list they may see: one query, once per request."""
    if not hasattr(request, "saved_views"):
        user = request.user
        views = SavedView.objects.visible_to(user).with_pins_of(user)
        for view in views:
            view.model = ContentType.objects.get_for_id(view.record_type_id).model_class()
            view.page = view.model and collection_of(view.model, view.mode)
        request.saved_views = [view for view in views if view.page and user.access.may(view.page.action, view.model)]
    return request.saved_views


def views_of(request, model, mode) -> list[Tab]:
    """The tabs above a list: All, those the list declares, then the saved ones; nothing where All is alone."""
    page = collection_of(model, mode)
    mine = [view for view in views_for(request) if view.page is page] if page else []
    if not page or not (mine or page.standard_views):
        return []
    request.list_with_tabs = f"{model._meta.label_lower}:{mode}"
    standard = [
        Tab(
            view.name,
            url_of(page) + (f"?{view.query}" if view.query else ""),
            view.query,
            page,
            count_id=f"s{at}" if view.is_counted else "",
        )
        for at, view in enumerate(page.standard_views)
    ]
    tabs = [Tab(pgettext("saved view", "All"), url_of(page), "", page), *standard, *(saved_tab(one) for one in mine)]
    current(request, tabs, standard, mine)
    for tab in filter(lambda one: one.count_id, tabs):
        tab.count_id = f"tab-count-{tab.count_id}"
    return tabs


def saved_tab(view) -> Tab:
    """A view that asks what no longer exists leads to the page that says so."""
    is_broken = bool(problems(view.page, view.query))
    url = reverse("crm:savedview-broken", args=[view.pk]) if is_broken else address(view)
    edit = reverse("crm:savedview-edit", args=[view.pk])
    return Tab(view.name, url, view.query, view.page, False, edit, None, str(view.pk), is_broken)


def address(view) -> str:
    return url_of(view.page) + f"?{view.query}{'&' if view.query else ''}view={view.pk}"


def current(request, tabs, standard, mine):
    """Marks one tab: the view the address names, else the declared one it equals, else All."""
    pk = request.GET.get("view", "")
    chosen = next((tab for tab in tabs[1:] if pk and tab.count_id == pk), None)
    asked = narrowing(request.GET)
    chosen = chosen or next((tab for tab in standard if asked and narrowing(read(tab.query)) == asked), tabs[0])
    chosen.is_current = True
    own = {str(view.pk) for view in mine if view.owner_id == request.user.pk}
    if chosen.edit_url and chosen.count_id not in own and not may_arrange(request.user, chosen.count_id):
        chosen.edit_url = None


def may_arrange(user, pk) -> bool:
    return SavedView.objects.visible_to(user, "change").filter(pk=pk).exists()


def narrowing(query) -> dict:
    beside = ("sort", "columns", "view", "after", "before", "filters")
    return {key: sorted(query.getlist(key)) for key in query if key not in beside and query.get(key)}


def pinned_for(request) -> list[Item]:
    """The person's pinned views, for the menu."""
    pinned = [view for view in views_for(request) if view.is_pinned][:PINNED_MOST]
    return [
        Item(
            view.name,
            view.page.icon or "bookmark",
            saved_tab(view).url,
            is_current=request.GET.get("view") == str(view.pk) and request.path == url_of(view.page),
            count_id=f"menu-count-{view.pk}",
        )
        for view in pinned
    ]


def counts_url(request) -> str | None:
    """Where one fragment counts the tabs and the pinned views of this page; None when there is nothing to count."""
    on = getattr(request, "list_with_tabs", "")
    if not on and not any(view.is_pinned for view in views_for(request)):
        return None
    return reverse("crm:savedview-counts") + (f"?{urlencode({'on': on})}" if on else "")


def save_view_url(label, mode, query) -> str:
    return f"{reverse('crm:savedview-create')}?{urlencode({'on': f'{label}:{mode}', 'query': query})}"
