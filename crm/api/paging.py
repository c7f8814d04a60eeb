"""Pages by keyset: {"count", "count_is_exact", "next", "previous", "results"}."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from crm.ui.keyset import FEW, Order, capped_count, page

COUNT_CAP = 10_000
DEFAULT_SIZE, MAX_SIZE = 50, 200


class KeysetPagination(BasePagination):
    """Links lead forth and back; the count is exact up to 10,000 and stays there beyond."""

    names = ("after", "before", "size", "sort")

    def paginate_queryset(self, queryset, request, view=None):
        self.request, address = request, request.query_params
        self.total = capped_count(queryset, COUNT_CAP)
        self.page = page(
            view.load(queryset),
            _order(view, address.get("sort") or view.default_sort),
            size=_size(address.get("size")),
            after=address.get("after", ""),
            before=address.get("before", ""),
            is_few=self.total <= FEW,
        )
        return self.page.rows

    def get_paginated_response(self, data):
        return Response(
            {
                "count": min(self.total, COUNT_CAP),
                "count_is_exact": self.total <= COUNT_CAP,
                "next": self._link(after=self.page.next),
                "previous": self._link(before=self.page.previous),
                "results": data,
            }
        )

    def _link(self, **place):
        if not any(place.values()):
            return None
        query = self.request.query_params.copy()
        for name in ("after", "before"):
            query.pop(name, None)
        query.update(place)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["count", "count_is_exact", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "example": 123, "description": "Exact up to 10,000."},
                "count_is_exact": {"type": "boolean", "example": True},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view):
        sorts = [sign + name for name in view.sorts for sign in ("", "-")]
        return [
            _parameter("after", "Go on after this place; follow `next` instead of writing it.", type="string"),
            _parameter("before", "The page before this place; follow `previous`.", type="string"),
            _parameter("size", "Rows per page.", type="integer", minimum=1, maximum=MAX_SIZE, default=DEFAULT_SIZE),
            _parameter("sort", "Order; `-` turns it round.", type="string", enum=sorts, default=view.default_sort),
        ]


def _parameter(name, description, **schema):
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _order(view, wanted) -> Order:
    name = wanted.removeprefix("-")
    if name not in view.sorts:
        raise ValidationError({"sort": [_("Choose one of: %(names)s.") % {"names": ", ".join(view.sorts)}]})
    return Order.by(view.model, view.sorts[name], wanted.startswith("-"))


def _size(text) -> int:
    if not text:
        return DEFAULT_SIZE
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_SIZE):
        raise ValidationError({"size": [_("Choose a number from 1 to %(most)s.") % {"most": MAX_SIZE}]})
    return int(text)
