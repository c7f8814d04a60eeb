"""Notices by mail: what waits for one person goes into one message, looked at again just before it is written."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from crm.actions import mail
from crm.actions.notice import next_digest
from crm.jobs import enqueue
from crm.models import Message, Notice, User
from crm.models.notice import find_subjects
from crm.notices import DIGEST, MAIL, is_hidden, kind_of, line_of

# While news keeps coming the mail waits for more of it, but not longer than this.
QUIET, LONGEST_WAIT = timedelta(seconds=10), timedelta(seconds=90)
MOST_PEOPLE = 500
# A message older than this is looked at again before it goes.
FRESH = timedelta(minutes=5)
TAKEN_BACK = gettext_noop("Part of it no longer concerned its receiver; the rest was written anew.")
# So many are looked at in one go, and so many of them told in one mail; it says how many more there are.
MOST_AT_ONCE, MOST_TOLD = 2000, 40


def sweep(now=None) -> int:
    """Wake workers for everybody for whom something is due; returns for how many."""
    now = now or timezone.now()
    due = Notice.objects.to_be_mailed().filter(mail_after__lte=now).order_by().values_list("person", flat=True)
    people = list(due.distinct()[:MOST_PEOPLE])
    for person_id in people:
        enqueue("crm.tasks.mail_notices", person_id=person_id)
    return len(people)


@transaction.atomic
def write(person_id: int, now=None) -> Message | None:
    """One mail with all that is due for one person; None when there is nothing to say, or more comes just now."""
    now = now or timezone.now()
    waiting = Notice.objects.to_be_mailed().filter(person=person_id, mail_after__lte=now)
    if _is_still_coming(person_id, now):
        return None
    notices = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:MOST_AT_ONCE])
    if not notices:
        return None
    person = User.objects.get(pk=person_id)
    kept = still_wanted(notices, person)
    return _send(kept, person, now) if kept else None


def _is_still_coming(person_id, now) -> bool:
    """Whether news came a moment ago, and the oldest can still wait."""
    burst = Notice.objects.to_be_mailed().filter(person=person_id, channel=MAIL)
    found = burst.aggregate(newest=Max("created_at"), oldest=Min("mail_after"))
    if found["newest"] is None or found["oldest"] > now:
        return False
    return found["newest"] > now - QUIET and found["oldest"] > now - LONGEST_WAIT


def still_wanted(notices, person) -> list:
    """Those to be mailed even now; each of the others is marked with why not."""
    if not person.is_active or not person.wants_mail:
        _drop(notices, "unwanted" if person.is_active else "inactive")
        return []
    find_subjects(notices, person)
    unseen = [one for one in notices if is_hidden(one)]
    _drop(unseen, "unseen")
    left = [one for one in notices if not is_hidden(one)]
    kept = sorted(concerning(left, person), key=lambda one: one.pk)
    _drop([one for one in left if one not in set(kept)], "left")
    return kept


def concerning(notices, person) -> list:
    """Those whose kinds say that they concern the person still."""
    by_kind = {}
    for notice in notices:
        by_kind.setdefault(kind_of(notice), []).append(notice)
    found = []
    for kind, own in by_kind.items():
        found += kind.still(person, own) if kind.still else own
    return found


def _drop(notices, reason):
    if notices:
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(dropped=reason)


def _send(notices, person, now) -> Message | None:
    """By a key that no second worker can use again: the day of the summary, else the first notice."""
    summary = [one for one in notices if one.channel == DIGEST]
    key = f"notice {notices[0].pk}"
    if summary:
        key = f"summary {person.pk} {now.astimezone(person.zone).date().isoformat()}"
        if Message.objects.filter(unique_key=key).exists():
            # Today's went out already: these wait for tomorrow's, the others go now.
            later = next_digest(person, now)
            Notice.objects.filter(pk__in=[one.pk for one in summary]).update(mail_after=later)
            rest = [one for one in notices if one.channel != DIGEST]
            return _send(rest, person, now) if rest else None
    message = mail.send(
        "crm/notice" if len(notices) == 1 else "crm/notices",
        to=person,
        key=key,
        context=context_of(notices, person, is_summary=bool(summary)),
    )
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(message=message)
    return message


def context_of(notices, person, *, is_summary=False) -> dict:
    """What the templates say, in the person's words: `line` of a single one, else `groups` by record."""
    with mail.words_of(person):
        with_actors(notices)
        lines = [line_of(one, person) for one in notices[-MOST_TOLD:]]
        groups = grouped(lines)
        inbox = settings.SITE_URL + reverse("crm:notice-list")
        return {
            "line": lines[0],
            "url": settings.SITE_URL + lines[0].url if lines[0].url else inbox,
            "groups": groups,
            "count": len(notices),
            "untold": len(notices) - len(lines),
            "is_summary": is_summary,
            "inbox_url": inbox,
            "choices_url": settings.SITE_URL + reverse("crm:notice-choices"),
        }


def with_actors(notices):
    """One query for who caused them."""
    people = User.objects.in_bulk({one.actor_id for one in notices if one.actor_id})
    for one in notices:
        one.actor = people.get(one.actor_id)


def grouped(lines) -> list:
    """[(about, url, lines)]: what was said about one record stands together, newest record last told first."""
    found = {}
    for line in reversed(lines):
        key = (line.notice.record_type_id, line.notice.record_id) if line.notice.record_id else line.notice.pk
        found.setdefault(key, []).append(line)
    return [(own[0].about, settings.SITE_URL + own[0].url if own[0].url else "", own) for own in found.values()]


# --- Before a retry -----------------------------------------------------------


def recalled(message) -> str:
    """Mail that had to wait is looked at again: when a part no longer holds, the rest is written anew."""
    if message.attempts <= 1 and message.created_at > timezone.now() - FRESH:
        return ""
    notices = list(Notice.objects.filter(message=message))
    if not notices or len(still_wanted(notices, message.user)) == len(notices):
        return ""
    Notice.objects.filter(message=message).update(message=None, mail_after=timezone.now())
    return TAKEN_BACK


mail.CHECKS.append(recalled)
