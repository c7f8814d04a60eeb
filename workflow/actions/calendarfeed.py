"""Secret addresses of calendars: made and taken back by the person whose tasks they show."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from crm.actions.history import action, record
from crm.actions.user import on_leaving
from workflow.models import CalendarFeed
from workflow.models.calendarfeed import digest

# A calendar asks every few minutes: its last visit is noted by the hour.
NOTED_EVERY = datetime.timedelta(hours=1)


@action
def issue(*, by, name: str) -> tuple[CalendarFeed, str]:
    """A new feed and its key, which is shown once and never kept."""
    secret = CalendarFeed.new_secret()
    feed = CalendarFeed(user=by, name=name, prefix=secret[:14], digest=digest(secret))
    feed.full_clean()
    feed.save()
    record(by, "feed_issued", by=by, name=name)
    return feed, secret


@action
def revoke(feed: CalendarFeed, *, by):
    """The address shows nothing from its next reading on."""
    if feed.user_id != by.pk and not by.access.covers("change", feed.user):
        raise PermissionDenied
    if CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record(feed.user, "feed_revoked", by=by, name=feed.name)


@on_leaving
def revoke_all(user, *, by):
    """Who leaves takes their addresses along, also should they come back."""
    CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def note_use(feed: CalendarFeed):
    old = Q(last_used_at__isnull=True) | Q(last_used_at__lt=timezone.now() - NOTED_EVERY)
    CalendarFeed.objects.filter(old, pk=feed.pk).update(last_used_at=timezone.now())
