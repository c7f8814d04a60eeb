"""People are told: a row for each, in the transaction of what happened, by the channel each of them chose."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm.actions.history import acting_now, action
from crm.cache import note_write
from crm.models import Notice, NoticePreference, User
from crm.notices import APP, DIGEST, KINDS, MAIL, OFF

# What comes together within this time goes into one mail.
WAIT = timedelta(seconds=25)
# What happened longer ago than this is no news: an import, a demonstration.
STALE = timedelta(hours=1)
AT_ONCE = 1000


@dataclass(frozen=True)
class News:
    """What happened, and whom it concerns: users or their ids. `key` makes it unique for each of them."""

    subject: object
    people: Iterable
    key: str
    details: dict = field(default_factory=dict)


def notify(
    kind: str, subject, people, *, by, key: str, details: dict | None = None, at: datetime | None = None
) -> int:
    """Tell these people, but not `by`, once for each `key`; returns how many were told now.

    `details` are plain values for the kind's sentence. Who is deactivated, or turned this kind off, is left out.
    Nothing is said of the past: where `at`, or the moment set by acting(), lies more than an hour back.
    """
    return notify_many(kind, [News(subject, people, key, details or {})], by=by, at=at)


def notify_many(kind: str, news: Iterable[News], *, by, at: datetime | None = None) -> int:
    """`notify` for many events of one kind, in a number of queries that does not depend on how many.

    `by` may be an id as well.
    """
    at = at or parse_datetime(acting_now().moment) or timezone.now()
    news = list(news)
    if at < timezone.now() - STALE:
        return 0
    channels = channels_of(kind, {pk_of(one) for each in news for one in each.people} - {pk_of(by)})
    rows = [
        row
        for each in news
        for pk in dict.fromkeys(pk_of(one) for one in each.people)
        if pk in channels and (row := noticed(kind, each, channels[pk], by, at))
    ]
    return len(written(rows))


def pk_of(person) -> int | None:
    return getattr(person, "pk", person)


def channels_of(kind: str, ids) -> dict[int, tuple]:
    """Id to (person, channel) of those who are to hear of it."""
    ids = {pk for pk in ids if pk}
    if not ids:
        return {}
    people = User.objects.active().filter(pk__in=ids)
    chosen = dict(NoticePreference.objects.filter(kind=kind, person__in=ids).values_list("person", "channel"))
    usual = KINDS[kind].channel
    found = {one.pk: (one, chosen.get(one.pk, usual)) for one in people}
    return {pk: (one, channel) for pk, (one, channel) in found.items() if channel != OFF}


def noticed(kind, news, receiver, by, at) -> Notice:
    person, channel = receiver
    channel = channel if person.wants_mail else APP
    subject = news.subject
    return Notice(
        person=person,
        key=news.key,
        kind=kind,
        record_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        record_id=subject.pk if subject is not None else None,
        actor_id=pk_of(by),
        details=news.details,
        channel=channel,
        created_at=at,
        mail_after=mail_time(person, channel, at),
    )


def written(rows) -> list:
    """Those that were not there before."""
    if not rows:
        return []
    people, keys = {row.person_id for row in rows}, {row.key for row in rows}
    with transaction.atomic():
        there = Notice.objects.filter(person__in=people, key__in=keys).values_list("person", "key")
        known = set(there)
        new = [row for row in rows if (row.person_id, row.key) not in known]
        transaction.on_commit(note_write)
        Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)
    return new


def mail_time(person, channel: str, at: datetime) -> datetime | None:
    """When it may be mailed at the earliest; None for who reads it in the application alone."""
    if channel == MAIL:
        return at + WAIT
    return next_digest(person, at) if channel == DIGEST else None


def next_digest(person, after: datetime) -> datetime:
    """The next moment of the person's own hour where they are; an hour that a day leaves out comes right after."""
    zone = person.zone
    here = after.astimezone(zone)
    for days in (0, 1, 2):
        day = here.date() + timedelta(days=days)
        moment = datetime(day.year, day.month, day.day, person.digest_hour, tzinfo=zone)
        # Through UTC: an hour that the clock skips is not the one it seems to be.
        moment = moment.astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("a day has its hour")


# --- Reading ----------------------------------------------------------------


def read(notices, *, by) -> int:
    """Mark these of one's own as read; those not mailed yet are not mailed any more."""
    transaction.on_commit(note_write)
    return notices.filter(person=by).unread().update(read_at=timezone.now())


def unread_again(notice: Notice, *, by):
    if notice.person_id != by.pk:
        raise PermissionDenied
    Notice.objects.filter(pk=notice.pk).update(read_at=None)


def read_about(subject, *, by) -> int:
    """Who opens a record has seen what they were told about it."""
    return read(Notice.objects.about(subject), by=by)


# --- Choosing ---------------------------------------------------------------


@action
def choose(person: User, *, by, channels: dict[str, str], digest_hour: int, lead_minutes: list[int]) -> User:
    """How one wants to hear of each kind, the hour of the summary, the reminders; what waits already follows it."""
    if person != by:
        raise PermissionDenied
    for kind, channel in channels.items():
        if kind not in KINDS or channel not in KINDS[kind].channels:
            raise ValidationError(_("There is no such choice."))
    NoticePreference.objects.bulk_create(
        [NoticePreference(person=person, kind=kind, channel=channel) for kind, channel in channels.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["channel"],
    )
    person.digest_hour = digest_hour
    person.lead_minutes = sorted(set(lead_minutes), reverse=True)
    person.full_clean()
    person.save(update_fields=["digest_hour", "lead_minutes"])
    plan_again(person)
    return person


def plan_again(person: User):
    """What still waits for a summary waits for the next one by the hour that holds now."""
    waiting = Notice.objects.to_be_mailed().filter(person=person, channel=DIGEST, mail_after__gt=timezone.now())
    waiting.update(mail_after=next_digest(person, timezone.now()))


def chosen_channels(person: User) -> dict[str, str]:
    """Kind to channel, as it holds for this person now."""
    own = dict(NoticePreference.objects.filter(person=person).values_list("kind", "channel"))
    return {key: own.get(key, kind.channel) for key, kind in KINDS.items()}
