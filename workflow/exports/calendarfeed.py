"""One person's open tasks as an iCalendar."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from workflow.models import Task

PAST, AHEAD, MOST = datetime.timedelta(days=31), datetime.timedelta(days=366), 1000
USUAL = datetime.timedelta(minutes=30)


def tasks_of(user) -> list[Task]:
    """Those this person is responsible for or takes part in, and sees; with a deadline within a year."""
    now = timezone.now()
    seen = Task.objects.visible_to(user).open().filter(due_at__gt=now - PAST, due_at__lt=now + AHEAD)
    own, shared = seen.filter(owner=user), seen.filter(pk__in=Task.objects.of_participant(user).values("pk"))
    rows = Task.objects.filter(pk__in=own.values("pk").union(shared.values("pk")))
    return list(rows.with_visible_subject(user).select_related("type").order_by("due_at", "pk")[:MOST])


def written(user) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Norte//Norte CRM//PT")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Norte: tasks of %(person)s") % {"person": user})
    calendar.add("refresh-interval", datetime.timedelta(minutes=15), {"VALUE": "DURATION"})
    for task in tasks_of(user):
        calendar.add_component(event(task))
    return calendar.to_ical()


def event(task) -> Event:
    """From its start to its deadline where it has both on one day; else the half hour before the deadline."""
    found, begin = Event(), task.due_at - USUAL
    if task.start_at is not None and task.due_at - datetime.timedelta(days=1) < task.start_at < task.due_at:
        begin = task.start_at
    elif task.estimate_minutes:
        begin = task.due_at - datetime.timedelta(minutes=min(task.estimate_minutes, 12 * 60))
    url = settings.SITE_URL + task.get_absolute_url()
    about = task.visible_about
    found.add("uid", f"task-{task.pk}@{settings.SITE_URL.split('//')[-1]}")
    found.add("dtstamp", task.updated_at)
    found.add("last-modified", task.updated_at)
    found.add("dtstart", begin)
    found.add("dtend", task.due_at)
    found.add("summary", f"{task.title} · {about}" if about else task.title)
    found.add("description", "\n".join(filter(None, [task.description, url])))
    found.add("url", url)
    found.add("categories", [str(task.type)])
    found.add("priority", {1: 9, 2: 5, 3: 3, 4: 1}[task.priority])
    return found
