"""How values of a sale look: in a table, on a card, in a fact."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.templatetags.ui import icon
from crm.ui import cells
from crm.ui import money as written

COLOURS = {"won": "good", "lost": "bad"}
ICONS = {"won": "trophy", "lost": "circle-x"}


def stage(value, record):
    """The stage, with shape and colour only where it is over."""
    if record.state == "open":
        return cells.text(value)
    return format_html(
        '<span class="n-badge n-badge--{}">{}{}</span>', COLOURS[record.state], icon(ICONS[record.state]), value
    )


def closing(value, record):
    """The expected date; past and still open, it says so."""
    if not value:
        return ""
    if not record.is_overdue:
        return cells.date(value)
    return format_html(
        '<span class="n-late">{} {} <span class="visually-hidden">({})</span></span>',
        icon("alert-triangle"),
        cells.date(value),
        _("late"),
    )


def days(count) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": written.number(count)}


def stage_age(value, record):
    if not record.is_open:
        return ""
    text = days(record.days_in_stage)
    if not record.is_stale:
        return text
    return format_html('<span class="n-late">{} {} · {}</span>', icon("hourglass"), text, _("stale"))


def percent(value, record=None):
    return "" if value is None else f"{value}%"


def next_task(value, record):
    """The nearest open task, or that there is none."""
    if value:
        late = "n-late" if value.is_overdue else ""
        return format_html(
            '<a class="{}" href="{}">{}</a> {}', late, value.get_absolute_url(), value, written.when(value.due_at)
        )
    if not record.is_open:
        return ""
    if record.is_excused:
        return format_html('<span class="n-muted" title="{}">{}</span>', record.excuse, _("Excused"))
    return format_html('<span class="n-late">{} {}</span>', icon("bell-off"), _("No next task"))


def sums(amounts: dict, first: str) -> str:
    """Sums by currency beside each other, never added up: R$ 148.000 + US$ 3.000; `first` leads."""
    order = sorted(amounts, key=lambda currency: (currency != first, currency))
    shown = [written.money(amounts[one], one, cents=False) for one in order if amounts[one]]
    return " + ".join(shown) or written.money(0, first)
