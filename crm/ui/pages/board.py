"""A board: the same rows as the list, in columns, each with exact totals and its cards in pages."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from crm.ui import column
from crm.ui.filters import PLACE, without
from crm.ui.keyset import Order, are_few, first_pages, page
from crm.ui.pages.list import Collection


@dataclass
class BoardCard:
    """`html` holds the card's link; without `move_url` and `version` the person may look but not move it."""

    pk: int
    title: str
    html: str
    move_url: str | None = None
    version: int | None = None
    css: str = ""


@dataclass
class BoardColumn:
    pk: int
    label: str
    kind: str
    count_text: str
    sum_text: str
    weighted_text: str
    cards: list[BoardCard] = field(default_factory=list)
    more_url: str | None = None
    empty_text: str = ""

    @property
    def html(self):
        return column.drawn(self)


class BoardPage(Collection):
    """Declare model, filter, and how to list columns and draw a card.

    `column_rows()` gives the things columns stand for; `totals(queryset)` one dict per column key from
    one grouped query; `card(record)` the drawn card. Cards are ordered by `order_path`, newest first.
    """

    mode = "board"
    template = "ui/board.html"
    column_field = ""
    order_path = "updated_at"
    cards_per_page = 10

    def get(self, request):
        filterset = self.filtered()
        if self.asks_for_filters():
            return self.show_filters(filterset)
        rows = self.rows(filterset)
        if request.htmx and "column" in request.GET:
            return self.more_cards(rows)
        context = self.context(filterset) | {"columns": self.columns(rows)} | self.extra_context()
        template = "ui/_board_results.html" if request.htmx else self.template
        return render(request, template, context, status=200 if filterset.is_valid() else 400)

    def rows(self, filterset):
        return filterset.qs if filterset.is_valid() else self.model.objects.none()

    def extra_context(self) -> dict:
        return {}

    def columns(self, rows) -> list[BoardColumn]:
        totals = self.totals(rows)
        columns = [self.column_head(one, totals.get(one.pk, {})) for one in self.column_rows()]
        pages = self.first_pages(rows, {key: one["count"] for key, one in totals.items()})
        for one in columns:
            place = self.place_in(one)
            found = self.page_of(rows, one.pk, place) if place else pages.get(one.pk)
            if found:
                one.cards, one.more_url = self.cards(found, one.pk)
        return columns

    def first_pages(self, rows, keys) -> dict:
        return first_pages(rows, self.column_field, keys, self.order, size=self.cards_per_page, load=self.load)

    def page_of(self, rows, key, after):
        own = self.load(rows.filter(**{self.column_field: key}))
        return page(own, self.order, size=self.cards_per_page, after=after, is_few=are_few(own))

    @property
    def order(self):
        return Order(self.order_path, is_descending=True)

    def place_in(self, column) -> str:
        """Where the cards of a column go on: "show more" without script is an address of the whole board."""
        address = self.request.GET
        return address.get("after", "") if address.get("column") == str(column.pk) else ""

    def cards(self, found, key):
        """The drawn cards of a page, and the address of the next."""
        more = without(self.request.GET, *PLACE, column=key, after=found.next) if found.next else None
        return [self.card(record) for record in found.rows], more

    def more_cards(self, rows):
        key = self.request.GET["column"]
        asked = next((one for one in self.column_rows() if str(one.pk) == key), None)
        cards, more = [], None
        if asked:
            cards, more = self.cards(self.page_of(rows, asked.pk, self.place_in(asked)), asked.pk)
        return HttpResponse(column.cards(cards, more))

    def load(self, queryset):
        return queryset

    def column_rows(self):
        raise TypeError(f"{type(self).__name__} names no columns")

    def totals(self, rows) -> dict:
        raise TypeError(f"{type(self).__name__} counts nothing")

    def column_head(self, one, totals) -> BoardColumn:
        raise TypeError(f"{type(self).__name__} draws no column head")

    def card(self, record) -> BoardCard:
        raise TypeError(f"{type(self).__name__} draws no card")
