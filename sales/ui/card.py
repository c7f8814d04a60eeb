"""The card of an opportunity on a board. Written in Python: a template a card would cost more than the page."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.templatetags.ui import icon, initials
from crm.ui import money as written
from sales.ui.cells import closing, days

EMPTY = SafeString("")


def card(opportunity) -> SafeString:
    """Name, company, amount, expected date, owner, next task, and what is late; company and open_tasks are loaded."""
    return format_html(
        '<a class="n-tile__title" href="{}" data-card-link>{}</a>{}<span class="n-tile__row">{}{}{}</span>{}',
        opportunity.get_absolute_url(),
        opportunity.name,
        span("", opportunity.company.name) if opportunity.company else EMPTY,
        span("n-tile__value", written.money(opportunity.amount, opportunity.currency)),
        closing(opportunity.closes_on, opportunity),
        owner(opportunity.owner),
        work(opportunity) if opportunity.is_open else EMPTY,
    )


def span(css, content):
    return format_html('<span class="{}">{}</span>', css, content) if content else EMPTY


def owner(person):
    if not person:
        return EMPTY
    return format_html(
        '<span class="n-tile__end" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="visually-hidden">{0}</span></span>',
        person.name,
        initials(person.name),
    )


def work(opportunity):
    """What is to be done next, and whether it stayed here too long."""
    return span("n-tile__row", format_html("{}{}", task(opportunity), stale(opportunity)))


def task(opportunity):
    nearest = opportunity.next_task
    if nearest:
        css = "n-late" if nearest.is_overdue else ""
        return span(css, format_html("{} {} {}", icon("checkbox"), nearest.title, written.when(nearest.due_at)))
    if opportunity.is_excused:
        return EMPTY
    return span("n-late", format_html("{} {}", icon("bell-off"), _("No next task")))


def stale(opportunity):
    if not opportunity.is_stale:
        return EMPTY
    text = _("%(days)s here") % {"days": days(opportunity.days_in_stage)}
    return span("n-late n-tile__end", format_html("{} {}", icon("hourglass"), text))
