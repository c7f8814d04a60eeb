"""The stretches of a plan on one line, with today on it. Percentages, so that it is as wide as there is room."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Stretch:
    name: str
    start: date
    end: date

    def state(self, today: date) -> str:
        return "past" if self.end < today else "now" if self.start <= today else "next"


def timebar(start: date, end: date, stretches: list[Stretch], today: date) -> SafeString:
    """For eyes alone: what it says stands in words beside it."""
    whole = max((end - start).days, 1)

    def share(days: int) -> str:
        return f"{min(max(days / whole, 0), 1) * 100:.2f}%"

    boxes = format_html_join(
        "",
        '<svg x="{}" width="{}" height="28" y="8"><rect class="n-timebar__box is-{}" x="1" width="100%" '
        'height="28" rx="4"/><text class="n-timebar__name is-{}" x="9" y="18">{}</text></svg>',
        (
            (share((one.start - start).days), share((one.end - one.start).days), *[one.state(today)] * 2, one.name)
            for one in stretches
        ),
    )
    mark = ""
    if start <= today <= end:
        mark = format_html(
            '<line class="n-timebar__today" x1="{0}" x2="{0}" y1="2" y2="42"/>'
            '<circle class="n-timebar__dot" cx="{0}" cy="4" r="3.5"/>',
            share((today - start).days),
        )
    return format_html('<svg class="n-timebar" height="44" width="100%" aria-hidden="true">{}{}</svg>', boxes, mark)
