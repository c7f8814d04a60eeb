"""What deadlines have in common: steps around them, the ladder of heads, each step once, the newest alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from crm.actions.notice import News, notify_many
from crm.models import Organization

AT_ONCE = timedelta()
BATCH = 500
# One sweep ends after so many seconds; the next minute goes on.
LONGEST = 20


@dataclass(frozen=True)
class Step:
    """At `at` these people are to be told that something is due soon, or late."""

    at: datetime
    kind: str
    people: frozenset
    key: str
    details: dict = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Ladder:
    """Business hours after the deadline, as the organization set them.

    Whoever works on it hears at once and again, then the head of the department, and from there on a head further
    up each time as many hours again.
    """

    again: timedelta
    to_the_head: timedelta
    further_up: timedelta

    @classmethod
    def current(cls) -> "Ladder":
        ours = Organization.current()
        return cls(*(timedelta(hours=getattr(ours, f"late_{name}_hours")) for name in ("again", "head", "further")))

    def rungs(self, workers, at_once, heads) -> list[tuple[timedelta, frozenset]]:
        """(hours, who is told), level by level; those `at_once` hear the first time alone."""
        up = [(self.to_the_head + self.further_up * level, frozenset({head})) for level, head in enumerate(heads)]
        return [(AT_ONCE, workers | at_once), (self.again, workers), *up]


def sweep(batch: Callable[[datetime], int], now=None) -> int:
    """Call `batch(now)`, which says how many rows it looked at, until there are no more; returns how many in all."""
    now, until, count = now or timezone.now(), time.monotonic() + LONGEST, 0
    while time.monotonic() < until:
        done = batch(now)
        count += done
        if done < BATCH:
            break
    return count


def tell(rows, steps_of: Callable, now):
    """Tell what came since each row was last looked at, and keep when it is to be looked at next."""
    told = []
    for row in rows:
        steps = steps_of(row)
        told += newest_for_each(steps, row.next_notice_at, now, row)
        row.next_notice_at = min((step.at for step in steps if step.at > now), default=None)
    for kind in {kind for kind, __ in told}:
        notify_many(kind, [news for one, news in told if one == kind], by=None, at=now)
    type(rows[0]).objects.bulk_update(rows, ["next_notice_at"])


def newest_for_each(steps, since, now, row) -> list[tuple[str, News]]:
    """Of the steps since it was last looked at, each person hears the newest alone."""
    newest = {}
    for step in sorted(steps, key=lambda one: one.at):
        if since <= step.at <= now:
            newest |= dict.fromkeys(step.people, step)
    people = {}
    for person, step in newest.items():
        people.setdefault(step, []).append(person)
    return [(step.kind, News(row, own, step.key, step.details)) for step, own in people.items()]


def heads_above(team_id, teams: dict) -> list[int]:
    """The head of the department, then those up the tree, nobody twice; `teams` is id to (parent, head)."""
    found, seen = [], set()
    while team_id and team_id not in seen:
        seen.add(team_id)
        parent, head = teams.get(team_id, (None, None))
        if head and head not in found:
            found.append(head)
        team_id = parent
    return found
