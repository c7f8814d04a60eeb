"""The card of a task on a board. Written in Python: a template a card would cost more than the page."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.templatetags.ui import icon, initials
from crm.ui import money as written

EMPTY = SafeString("")


def card(task, *, names_owner: bool) -> SafeString:
    """Title, what it is about, type, deadline and priority; visible_about, type and owner are loaded."""
    return format_html(
        '<a class="n-tile__title" href="{}" data-card-link>{}</a>{}<span class="n-tile__row">{}{}{}{}</span>',
        task.get_absolute_url(),
        task.title,
        span("", task.visible_about) if task.visible_about else EMPTY,
        kind(task.type.name, task.type.icon),
        deadline(task),
        priority(task),
        owner(task.owner.name) if names_owner and task.owner else EMPTY,
    )


def span(css, content):
    return format_html('<span class="{}">{}</span>', css, content)


@lru_cache(maxsize=512)
def kind(name, its_icon):
    return format_html('<span title="{0}">{1}<span class="visually-hidden">{0}</span></span>', name, icon(its_icon))


def deadline(task):
    if task.due_at is None:
        return span("", _("Without a date"))
    if not task.is_overdue:
        return written.when(task.due_at)
    late = pgettext("a task", "Late")
    return span("n-late", format_html("{}: {}", late, written.when(task.due_at)))


def priority(task):
    if task.priority < 3:
        return EMPTY
    return badge("red" if task.priority == 4 else "yellow", task.get_priority_display())


@lru_cache(maxsize=512)
def badge(color, text):
    return span(f"n-badge n-badge--{color}", text)


@lru_cache(maxsize=512)
def owner(name):
    return format_html(
        '<span class="n-tile__end" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="visually-hidden">{0}</span></span>',
        name,
        initials(name),
    )
