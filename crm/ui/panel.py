"""Blocks that apps hang on each other's record pages."""

from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass
class DrawnPanel:
    key: str
    title: str
    icon: str
    count: int | str | None
    html: str
    all_url: str | None
    add_url: str | None
    empty_text: str


class Panel:
    """Some rows that belong to a record; subclasses say which, and how to add one.

    `rows(request, record)` starts at visible_to(request.user) and returns at most `limit` rows;
    `may(user)` hides the panel from who may see none of its kind.
    """

    key = title = icon = empty_text = template = ""
    # Whether it is left out where there is nothing in it.
    is_quiet = False
    position = 100
    limit = 5

    def may(self, user) -> bool:
        return True

    def rows(self, request, record):
        raise TypeError(f"{type(self).__name__} names no rows")

    def count(self, request, record, rows):
        return len(rows) if len(rows) <= self.limit else None

    def all_url(self, request, record):
        return None

    def add_url(self, request, record):
        return None

    def context(self, request, record, rows) -> dict:
        """What the template needs beside `rows`, `record` and `panel`."""
        return {}

    def draw(self, request, record) -> DrawnPanel | None:
        rows = list(self.rows(request, record)[: self.limit + 1])
        if self.is_quiet and not rows:
            return None
        shown = rows[: self.limit]
        context = {"rows": shown, "record": record, "panel": self, **self.context(request, record, shown)}
        return DrawnPanel(
            key=self.key,
            title=self.title,
            icon=self.icon,
            count=self.count(request, record, rows),
            html=render_to_string(self.template, context, request) if rows else "",
            all_url=self.all_url(request, record) if len(rows) > self.limit else None,
            add_url=self.add_url(request, record),
            empty_text=self.empty_text,
        )
