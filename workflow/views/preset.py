"""The ways people look at tasks most: tabs over the list, each with its count."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.ui.keyset import capped_count
from crm.ui.money import count_text

CAP = 999
COLUMNS_OF_DONE = "title,about,kind,owner,done_at,done_by"


@dataclass
class Preset:
    """As a saved view is drawn (ui/_views.html)."""

    name: str
    url: str
    count: str | None
    is_current: bool
    edit_url: None = None


def presets(request, rows) -> list[Preset]:
    mine = rows.filter(owner=request.user)
    found = [
        (pgettext("tasks", "Mine"), {"mine": "true"}, mine.open()),
        (pgettext("tasks", "Late"), {"mine": "true", "state": "late"}, mine.overdue()),
        (_("Today"), {"mine": "true", "state": "today"}, mine.due_today()),
        (_("Next 7 days"), {"mine": "true", "state": "next"}, mine.due_next()),
        (_("Everybody's"), {}, None),
        (pgettext("tasks", "Done"), {"state": "done", "sort": "-done_at", "columns": COLUMNS_OF_DONE}, None),
    ]
    return [preset(request, *one) for one in found]


def preset(request, name, query, rows) -> Preset:
    address = {key: value for key, value in request.GET.items() if key not in ("after", "before", "filters")}
    url = "&".join(f"{key}={value}" for key, value in query.items())
    count = count_text(capped_count(rows, CAP), CAP) if rows is not None else None
    return Preset(name, f"{request.path}?{url}" if url else request.path, count, address == query)
