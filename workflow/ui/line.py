"""A task on one line of my day. Written in Python: a template a line would cost more than the rest of the page."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.templatetags.ui import icon
from crm.ui import money as written
from crm.ui.routes import record_url
from workflow.ui.card import priority

EMPTY = SafeString("")
LINE = """<li data-row="{pk}">
  {tick}<span class="n-line__type" title="{type}">{icon}<span class="visually-hidden">{type}: </span></span>
  <span class="n-rows__main"><a href="{url}">{title}</a> {priority}{about}</span>
  <span class="n-rows__side{late}">{due}</span>
  {later}
</li>"""
ASKED = """<a class="n-icon-button n-tick" data-row-link href="{url}?next={day}"
    aria-label="{label}"{focus}>{icon}</a>
  """
TICKED = """<form class="n-verb" method="post" action="{url}" hx-post="{url}" hx-target="#my-day" hx-swap="outerHTML"
    data-no-draft><input type="hidden" name="csrfmiddlewaretoken" value="{token}"><input type="hidden" name="next"
    value="{day}"><button class="n-icon-button n-tick" data-row-link
    aria-label="{label}"{focus}>{icon}</button></form>
  """
LATER = '<a class="n-icon-button n-line__later" href="{}?next={}" aria-label="{}">{}</a>'


@dataclass(frozen=True)
class Lines:
    """What all lines of one page share: the token of its forms, where they lead back, which task takes the focus."""

    token: str
    day: str
    focus: int | None = None

    def line(self, task) -> SafeString:
        """Of a task with type, visible_about and may_complete."""
        return format_html(
            LINE,
            pk=task.pk,
            tick=self.tick(task) if task.may_complete else EMPTY,
            type=task.type,
            icon=icon(task.type.icon),
            url=task.get_absolute_url(),
            title=task.title,
            priority=priority(task),
            about=about(task.visible_about) if task.visible_about else EMPTY,
            late=" n-late" if task.is_overdue else "",
            due=written.when(task.due_at),
            later=self.later(task) if task.may_complete else EMPTY,
        )

    def tick(self, task) -> SafeString:
        """A call asks how it went on a page of its own; anything else is done with one press."""
        return format_html(
            ASKED if task.type.is_call else TICKED,
            url=record_url("workflow:task-complete", task.pk),
            day=self.day,
            token=self.token,
            label=_("Complete “%(task)s”") % {"task": task},
            focus=SafeString(" autofocus") if task.pk == self.focus else EMPTY,
            icon=icon("circle"),
        )

    def later(self, task) -> SafeString:
        url = record_url("workflow:task-postpone", task.pk)
        return format_html(LATER, url, self.day, _("Postpone “%(task)s”") % {"task": task}, icon("calendar-time"))


def about(record) -> SafeString:
    return format_html('<span class="n-muted"><a href="{}">{}</a></span>', record.get_absolute_url(), record)
