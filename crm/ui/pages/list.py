"""A list: visible rows, filtered, in a whitelisted order, a page of them."""

from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.ui.filters import PLACE, without
from crm.ui.keyset import FEW, Order, capped_count, page
from crm.ui.money import count_text, number
from crm.ui.pages.record import RecordPage
from crm.ui.registry import registry
from crm.ui.table import Head
from crm.ui.words import search_words

COUNT_CAP = 10_000


@dataclass(frozen=True)
class Mode:
    """A way to look at the same rows: list, board, calendar."""

    name: str
    label: str
    icon: str


@dataclass
class ModeLink:
    label: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class StandardView:
    """A tab that a list always offers: a name, and the filter of the address that makes it ("mine=true")."""

    name: str
    query: str
    is_counted: bool = True


@dataclass
class More:
    """A line in the menu behind ⋯."""

    label: str
    icon: str
    url: str


@dataclass
class Pager:
    start: str
    end: str
    total_text: str
    previous_url: str | None
    next_url: str | None


@dataclass
class PageTexts:
    """What ui/base_list.html says about the list."""

    title: str
    icon: str
    create_url: str | None
    create_label: str
    import_url: str | None
    export_url: str | None
    empty_title: str
    empty_text: str
    more: list[More] = field(default_factory=list)


class Collection(RecordPage):
    """What lists, boards and calendars share: the filter, the saved views, the ways to look."""

    filter = None
    modes: list[Mode] = []
    standard_views: list[StandardView] = []
    table = None
    mode = "list"
    is_collective = True
    title = empty_title = empty_text = ""
    create_label = _("New")

    def filtered(self):
        """The filter over the visible rows; ask `is_valid()` before its `qs`."""
        return self.filter(self.request.GET, self.records(), request=self.request)

    def asks_for_filters(self) -> bool:
        """Whether a script wants the panel of filters alone."""
        return bool(self.request.htmx) and "filters" in self.request.GET and self.request.htmx.target == "filters"

    def show_filters(self, filterset):
        context = {"filter_form": filterset.panel_form, "list_url": self.request.path}
        return render(self.request, "ui/_filters.html", context)

    def context(self, filterset) -> dict:
        request, address = self.request, self.request.GET
        shows_filters = "filters" in address and not request.htmx
        return {
            "page": self.texts(),
            # Before the frame, which counts the tabs of the page; a fragment shows none.
            "views": [] if request.htmx else registry.views_of(request, self.model, self.mode),
            "save_view_url": self.save_view_url(),
            "modes": [self.mode_link(mode) for mode in self.modes],
            "chips": filterset.chips(address) if filterset.is_valid() else [],
            "errors": filterset.errors,
            "filter_url": without(address, *PLACE, filters=1),
            "filter_form": filterset.panel_form if shows_filters or filterset.errors else None,
            "list_url": request.path,
            "q": address.get("q", ""),
            "query": without(address, *PLACE)[1:],
        }

    def texts(self) -> PageTexts:
        label = self.model._meta.label_lower
        query = without(self.request.GET, *PLACE)
        return PageTexts(
            title=self.title or capfirst(self.model._meta.verbose_name_plural),
            icon=self.icon,
            create_url=self.url_if_may("create", "create"),
            create_label=self.create_label,
            import_url=registry.import_url(label) if self.request.user.access.may("import", self.model) else None,
            export_url=(
                registry.export_url(label, query) if self.request.user.access.may("export", self.model) else None
            ),
            empty_title=self.empty_title,
            empty_text=self.empty_text,
            more=self.more(),
        )

    def more(self) -> list[More]:
        label, query = self.model._meta.label_lower, without(self.request.GET, *PLACE)[1:]
        columns = registry.columns_url(label, self.mode, query) if self.table else None
        found = [More(_("Choose columns"), "adjustments", columns)] if columns else []
        return [*found, More(_("Saved views"), "bookmark", reverse("crm:savedview-list"))]

    def save_view_url(self):
        return registry.save_view_url(self.model._meta.label_lower, self.mode, without(self.request.GET, *PLACE)[1:])

    def mode_link(self, mode: Mode) -> ModeLink:
        url = self.url(mode.name) + without(self.request.GET, *PLACE, "sort", "month").rstrip("?")
        return ModeLink(mode.label, mode.icon, url, mode.name == self.mode)


class ListPage(Collection):
    """Declare model, filter, table; the rest follows. htmx gets the results alone."""

    template = "ui/list.html"
    results_template = "ui/_list_results.html"
    bulk: list = []
    size = 50

    def get(self, request):
        filterset = self.filtered()
        if self.asks_for_filters():
            return self.show_filters(filterset)
        context = self.context(filterset) | self.results(filterset)
        template = self.results_template if request.htmx else self.template
        return render(request, template, context, status=200 if filterset.is_valid() else 400)

    def results(self, filterset) -> dict:
        table = self.drawn_table()
        column, is_descending = self.sorting(table)
        rows = table.load(filterset.qs) if filterset.is_valid() else self.model.objects.none()
        rows, order = self.ordered(rows, column, is_descending)
        address = self.request.GET
        sees_all = self.request.user.access.reaches_all(self.action, self.model)
        is_narrowed = filterset.is_valid() and (not sees_all or filterset.narrows)
        count = capped_count(filterset.qs, COUNT_CAP) if is_narrowed else None
        found = page(
            rows,
            order,
            size=self.size,
            after=address.get("after", ""),
            before=address.get("before", ""),
            is_searched=any(len(word) > 2 for word in search_words(address.get("q", ""))),
            sees_all=sees_all,
            is_few=is_narrowed and count <= FEW,
        )
        head = [self.column_head(one, column, is_descending) for one in table.shown]
        return {
            "table": table.draw(found.rows, head),
            "pager": self.pager(found, filterset, count) if found.rows else None,
            "bulk_actions": [one for one in self.bulk if self.request.user.access.may(one.action, self.model)],
        }

    def drawn_table(self):
        extra = [one.column() for one in registry.custom_fields_of(self.model)]
        chosen = self.request.GET.get("columns", "").split(",")
        return self.table(self.request.user, extra, chosen)

    def sorting(self, table):
        """The column and direction asked for; only columns that name an indexed order are taken."""
        wanted = self.request.GET.get("sort") or table.default_sort
        column = table.known.get(wanted.removeprefix("-"))
        if column is None or not column.sort:
            raise SuspiciousOperation("unknown sort")
        return column, wanted.startswith("-")

    def ordered(self, rows, column, is_descending):
        if column.sort_by is None:
            return rows, Order.by(self.model, column.sort, is_descending)
        order = Order.of_expression("sort_value", column.sort_by, is_descending)
        return rows.annotate(sort_value=column.sort_by), order

    def column_head(self, column, current, is_descending) -> Head:
        if not column.sort:
            return Head(column.label, css=column.css)
        is_current = column.key == current.key
        wanted = f"-{column.key}" if is_current and not is_descending else column.key
        direction = ("desc" if is_descending else "asc") if is_current else None
        return Head(column.label, without(self.request.GET, *PLACE, sort=wanted), direction, column.css)

    def pager(self, found, filterset, count) -> Pager:
        """`count` is how many rows there are, where that is known already."""
        address = self.request.GET
        is_whole = not (found.previous or found.next)
        total = count
        if total is None:
            total = len(found.rows) if is_whole else capped_count(filterset.qs, COUNT_CAP)
        return Pager(
            number(found.start),
            number(found.end),
            count_text(total, COUNT_CAP),
            without(address, *PLACE, before=found.previous) if found.previous else None,
            without(address, *PLACE, after=found.next) if found.next else None,
        )
