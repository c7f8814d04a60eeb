"""One line read: what it says of type, moment, priority, repetition and person; the rest is the title."""

import datetime
from dataclasses import dataclass, field

from dateutil.rrule import rrulestr
from django.utils import timezone

from workflow.quick.days import take_ahead, take_day
from workflow.quick.hours import take_time
from workflow.quick.line import Line
from workflow.quick.repeating import take_rule

TYPES = {
    "call": {"ligar", "liga", "ligue", "ligacao", "telefonar", "telefonema", "call", "phone", "ring", "retornar"},
    "email": {"email", "e-mail", "mail", "emailar"},
    "meeting": {"reuniao", "reunir", "reunir-se", "encontro", "meeting", "meet", "apresentar", "apresentacao"},
    "visit": {"visita", "visitar", "visit", "vistoria", "vistoriar"},
    "proposal": {"proposta", "orcamento", "proposal", "quote", "cotacao"},
}
PRIORITIES = [
    (("prioridade", "urgente"), 4), (("urgente",), 4), (("urgent",), 4), (("urgentissimo",), 4),
    (("prioridade", "alta"), 3), (("alta", "prioridade"), 3), (("high", "priority"), 3), (("importante",), 3),
    (("prioridade", "baixa"), 1), (("baixa", "prioridade"), 1), (("low", "priority"), 1), (("sem", "pressa"), 1),
]  # fmt: skip
MORNING, EVENING, NIGHT = datetime.time(9), datetime.time(18), datetime.time(23, 59)


@dataclass
class Read:
    """What one line proposes. `who` is a name after an @, `phrases` what may name a record, the likeliest first."""

    title: str = ""
    type_key: str = ""
    due_at: datetime.datetime | None = None
    priority: int = 2
    rule: str = ""
    who: str = ""
    phrases: list[str] = field(default_factory=list)


def read(text: str, *, now: datetime.datetime, is_day_first: bool = True) -> Read:
    """`now` is aware, in the zone of the reader, whose habit says whether 3/4 is the third or the fourth."""
    line = Line(text)
    found = Read(who=take_person(line), rule=take_rule(line) or "", priority=take_priority(line))
    found.type_key = type_of(line)
    found.due_at = take_moment(line, now, is_day_first, found.rule)
    found.phrases = phrases(line)
    rest = line.rest() or " ".join(line.words)
    first = rest[:1].upper()
    found.title = ((first if len(first) == 1 else rest[:1]) + rest[1:])[:160]
    return found


def take_moment(line, now, is_day_first, rule):
    """A day without a time is meant for the morning, or later where that is past; a time alone is the next such."""
    ahead = take_ahead(line, now)
    if ahead is not None:
        return ahead.replace(second=0, microsecond=0)
    today = now.date()
    day, time = take_day(line, today, is_day_first), take_time(line)
    if rule and day is None:
        return first_of(rule, time or MORNING, now)
    if day is None and time is None:
        return None
    if time is not None:
        moment = at(day or today, time, now)
        return at(today + datetime.timedelta(days=1), time, now) if day is None and moment <= now else moment
    if day > today:
        return at(day, MORNING, now)
    return next(
        (moment for one in (MORNING, EVENING, NIGHT) if (moment := at(day, one, now)) > now), at(day, NIGHT, now)
    )


def first_of(rule, time, now):
    """The first time a repetition comes after now."""
    start = datetime.datetime.combine(now.date(), time)
    found = rrulestr(rule, dtstart=start).after(now.replace(tzinfo=None))
    return at(found.date(), time, now)


def at(day, time, now):
    """That wall time where the reader is, also across a change to summer time."""
    return timezone.make_aware(datetime.datetime.combine(day, time), now.tzinfo)


def take_priority(line) -> int:
    for place in range(len(line)):
        if line.words[place] in ("!", "!!", "!!!"):
            line.take(place, 1)
            return min(4, 2 + len(line.words[place]))
        for words, priority in PRIORITIES:
            if line.begins(place, words):
                line.take(place, len(words))
                return priority
    return 2


def take_person(line) -> str:
    """ "@bruno": who is to do it."""
    for place, word in enumerate(line.words):
        if word.startswith("@") and len(line.plain[place]) > 1:
            line.take(place, 1)
            return line.plain[place].lstrip("@")
    return ""


def type_of(line) -> str:
    for word in line.plain:
        for key, words in TYPES.items():
            if word in words:
                return key
    return ""


BEFORE_NAMES = {
    "para", "pra", "pro", "com", "de", "da", "do", "das", "dos", "a", "ao", "na", "no", "sobre", "to", "with", "for",
    "about", "of", "from", "at", "visitar", "ligar", "call", "visit",
}  # fmt: skip
LONGEST_NAME, MOST_PHRASES = 4, 6


def phrases(line) -> list[str]:
    """Words that follow a preposition, or begin large inside the line, the longest first."""
    found = []
    for place in range(1, len(line)):
        is_named = line.at(place - 1) in BEFORE_NAMES or line.words[place][:1].isupper()
        if not is_named or not line.at(place) or line.at(place) in BEFORE_NAMES:
            continue
        end = place
        while end < len(line) and line.at(end) and end - place < LONGEST_NAME:
            end += 1
        found += [" ".join(line.plain[place:stop]) for stop in range(end, place, -1)]
    longest_first = sorted(dict.fromkeys(found), key=lambda text: -len(text))
    return [text for text in longest_first if len(text) > 2][:MOST_PHRASES]
