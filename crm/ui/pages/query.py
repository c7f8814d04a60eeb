"""What the address of a list may say: read, checked and counted for saved views and the choice of columns."""

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from crm.ui.filters import PLACE
from crm.ui.keyset import capped_count
from crm.ui.pages.list import COUNT_CAP, Collection
from crm.ui.registry import registry

RANGE_ENDS = ("_min", "_max", "_after", "_before")
# What an address says beside the filter; `view` names the saved view it came from.
BESIDE = ("sort", "columns", "view", "month", "week", "by", "on_team")
PATIENCE = 1500
LONGEST = 4000


def collection_of(model, mode: str):
    """The page class behind `<app>:<model>-<mode>`, None where a kind has no such list."""
    meta = model._meta
    try:
        found = resolve(reverse(f"{meta.app_label}:{meta.model_name}-{mode}")).func
    except (NoReverseMatch, Resolver404):
        return None
    page = getattr(found, "view_class", None)
    return page if page is not None and issubclass(page, Collection) else None


def page_on(request):
    """The list that ?on=crm.contact:list names, among those this person may see; 404 for any other."""
    label, __, mode = request.GET.get("on", "").partition(":")
    try:
        page = collection_of(apps.get_model(label), mode)
    except (LookupError, ValueError):
        page = None
    if page is None or not request.user.access.may(page.action, page.model):
        raise Http404
    return page


def url_of(page) -> str:
    meta = page.model._meta
    return reverse(f"{meta.app_label}:{meta.model_name}-{page.mode}")


def read(text: str) -> QueryDict:
    """A stored query, whatever was stored."""
    try:
        return QueryDict((text or "")[:LONGEST])
    except ValueError:
        return QueryDict()


def filter_names(page) -> set[str]:
    return {*page.filter.base_filters, *(one.name for one in registry.custom_fields_of(page.model))}


def is_known(key: str, names) -> bool:
    return key in names or any(key.endswith(end) and key.removesuffix(end) in names for end in RANGE_ENDS)


def columns_of(page) -> dict:
    """All columns a list can show, by key."""
    extra = [one.column() for one in registry.custom_fields_of(page.model)]
    return {column.key: column for column in (*page.table.columns, *extra)} if getattr(page, "table", None) else {}


def problems(page, text: str) -> list[str]:
    """What a query asks that this list no longer knows; cheap, so that every tab can be asked."""
    query, names, columns = read(text), filter_names(page), columns_of(page)
    found = [
        _("It filters by “%(name)s”, which no longer exists.") % {"name": key}
        for key in query
        if key not in (*BESIDE, *PLACE) and not is_known(key, names)
    ]
    sort = query.get("sort", "").removeprefix("-")
    if sort and columns and (sort not in columns or not columns[sort].sort):
        found.append(_("It is sorted by “%(name)s”, which no longer exists.") % {"name": sort})
    return found


def kept(page, text: str) -> str:
    """The part of a query worth keeping: known filters with a value, a known sort, known columns."""
    query, names, columns = read(text), filter_names(page), columns_of(page)
    clean = QueryDict(mutable=True)
    for key, values in query.lists():
        given = [value for value in values if value.strip() and "\x00" not in value]
        if given and is_known(key, names):
            clean.setlist(key, given)
    sort = query.get("sort", "")
    if sort.removeprefix("-") in columns and columns[sort.removeprefix("-")].sort:
        clean["sort"] = sort
    chosen = [key for key in query.get("columns", "").split(",") if key in columns]
    if chosen:
        clean["columns"] = ",".join(dict.fromkeys(chosen))
    return clean.urlencode(safe=",")


def filtered(page, request, text: str):
    """The list's own filter over the rows this person sees."""
    view = page()
    view.setup(request)
    return page.filter(read(text), view.records(), request=request)


def counted(page, request, text: str) -> int | None:
    """How many rows of a query this person sees, up to the cap; None when it is invalid or takes too long."""
    filterset = filtered(page, request, text)
    if not filterset.is_valid():
        return None
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE)])
            return capped_count(filterset.qs, COUNT_CAP)
    except OperationalError:
        return None
