"""One timeline from many sources: each gives its newest entries about some records, merged by time."""

import base64
import binascii
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.ui.keyset import BadCursor
from crm.ui.money import relative, written


@dataclass
class Entry:
    """One thing that happened.

    `stream` and `number` (a primary key) order entries of one moment, so that the place to go on from is
    exact; `kind` is the word styles know it by (activity, change, task, file). All html texts are safe.
    `about` is the (model, id) it happened to; `origin_html` names the branch that was, on a head office's page.
    """

    moment: datetime.datetime
    stream: str
    number: int
    kind: str
    icon: str
    html: str
    detail_html: str = ""
    when: str = ""
    anchor: str = ""
    about: tuple | None = None
    origin_html: str = ""

    @property
    def place(self):
        return self.moment, self.stream, self.number


@dataclass(frozen=True)
class Place:
    """Where the last page of a timeline ended."""

    moment: datetime.datetime
    stream: str
    number: int

    def before(self, stream: str, field: str) -> Q:
        """The rows of `stream`, timed by `field`, that come after this place (older ones)."""
        earlier = Q(**{f"{field}__lt": self.moment})
        if stream > self.stream:
            return earlier
        same = Q(**{field: self.moment})
        if stream == self.stream:
            same &= Q(pk__lt=self.number)
        return Q(**{f"{field}__lte": self.moment}) & (earlier | same)

    def token(self) -> str:
        packed = json.dumps([self.moment.isoformat(), self.stream, self.number]).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> "Place | None":
        """The place a token names, None for an empty one; BadCursor (400) when it cannot be read."""
        if not token:
            return None
        try:
            moment, stream, number = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            moment = parse_datetime(moment)
            if moment is None or moment.tzinfo is None or type(number) is not int or type(stream) is not str:
                raise ValueError
            moment.astimezone(datetime.UTC)
        except (ValueError, TypeError, OverflowError, binascii.Error, UnicodeError, RecursionError):
            raise BadCursor("unreadable place in the timeline") from None
        if not 0 <= number < 2**63 or "\x00" in stream:
            raise BadCursor("unreadable place in the timeline")
        return cls(moment, stream, number)


@dataclass(frozen=True)
class Question:
    """What a timeline asks each source: the newest `size` entries about `subjects` older than `place`.

    `subjects` lists (model, [ids]) of the page's record and its relatives, every one visible to `user`;
    `names` (crm.timelines.name) fetches the names that all sources mention once. `origins` says of those
    subjects that belong to a branch which one it is.
    """

    user: object
    record: object
    subjects: list
    size: int
    place: Place | None = None
    names: object = None
    origins: dict = field(default_factory=dict)

    def is_own(self, model, pk) -> bool:
        """Whether sentences need not name it: the record whose page one stands on, a branch named beside."""
        own = type(self.record) is model and self.record.pk == pk
        return own or (type(self.record) is model and self.origins.get((model, pk)) == pk)

    @cached_property
    def shown(self) -> set[tuple]:
        """All whose own entries stand here, as (model, id)."""
        return {(model, pk) for model, ids in self.subjects for pk in ids}

    def older(self, stream: str, field: str) -> Q:
        return self.place.before(stream, field) if self.place else Q()


@dataclass(frozen=True)
class TimelineSource:
    """A kind of entries: `entries(question)` gives them newest first, at most `question.size`."""

    kind: str
    label: str | Promise
    entries: Callable[[Question], list[Entry]]
    position: int = 100


@dataclass
class Day:
    label: str
    entries: list[Entry] = field(default_factory=list)
    is_continued: bool = False


@dataclass
class KindLink:
    key: str
    label: str
    url: str
    is_current: bool


@dataclass
class Timeline:
    days: list[Day]
    next_url: str | None = None
    kinds: list[KindLink] = field(default_factory=list)
    # How many relatives of a kind it follows, where there are so many.
    cap: int | None = None


def newest(streams, *, size: int) -> tuple[list[Entry], Place | None]:
    """The first `size` entries of lists that each run newest first, and the place to go on from if more follow."""
    merged = []
    for entry in merge(*streams, key=lambda one: one.place, reverse=True):
        merged.append(entry)
        if len(merged) > size:
            return merged[:size], Place(*merged[size - 1].place)
    return merged, None


def by_day(entries, place: Place | None = None) -> list[Day]:
    """Entries under their day in the reader's time zone; the first day may go on from the page before."""
    days: list[Day] = []
    current = None
    for entry in entries:
        local = timezone.localtime(entry.moment)
        entry.when = date_format(local, "H:i")
        if local.date() != current:
            current = local.date()
            is_continued = not days and place is not None and timezone.localtime(place.moment).date() == current
            days.append(Day(day_label(local), is_continued=is_continued))
        days[-1].entries.append(entry)
    return days


def day_label(local) -> str:
    days = (timezone.localdate() - local.date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return relative(local) if days < 0 else written(local, "DATE_FORMAT")
