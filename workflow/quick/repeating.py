"""How often a line says it comes again, as a recurrence rule."""

from workflow.quick.days import UNITS, WEEKDAYS
from workflow.quick.numbers import number

CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
PHRASES = [
    (("todo", "dia", "util"), WORKDAYS), (("todos", "os", "dias", "uteis"), WORKDAYS), (("dias", "uteis"), WORKDAYS),
    (("every", "weekday"), WORKDAYS), (("every", "workday"), WORKDAYS), (("every", "business", "day"), WORKDAYS),
    (("todos", "os", "dias"), "FREQ=DAILY"), (("every", "day"), "FREQ=DAILY"), (("diariamente",), "FREQ=DAILY"),
    (("daily",), "FREQ=DAILY"), (("toda", "semana"), "FREQ=WEEKLY"), (("todas", "as", "semanas"), "FREQ=WEEKLY"),
    (("every", "week"), "FREQ=WEEKLY"), (("semanalmente",), "FREQ=WEEKLY"), (("weekly",), "FREQ=WEEKLY"),
    (("todo", "mes"), "FREQ=MONTHLY"), (("todos", "os", "meses"), "FREQ=MONTHLY"),
    (("every", "month"), "FREQ=MONTHLY"),
    (("mensalmente",), "FREQ=MONTHLY"), (("monthly",), "FREQ=MONTHLY"), (("todo", "ano"), "FREQ=YEARLY"),
    (("todos", "os", "anos"), "FREQ=YEARLY"), (("every", "year"), "FREQ=YEARLY"), (("anualmente",), "FREQ=YEARLY"),
    (("yearly",), "FREQ=YEARLY"),
]  # fmt: skip
EVERY = [("toda",), ("todo",), ("todas", "as"), ("todos", "os"), ("every",), ("cada",)]
PER = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY"}


def take_rule(line) -> str | None:
    """The first repetition the line names, taken from it."""
    for place in range(len(line)):
        found = on_a_day(line, place) or in_steps(line, place) or plain(line, place)
        if found is not None:
            rule, count = found
            line.take(place, count)
            return rule
    return None


def plain(line, place):
    for words, rule in PHRASES:
        if line.begins(place, words):
            return rule, len(words)
    return ("FREQ=DAILY", 2) if line.begins(place, ("todo", "dia")) else None


def on_a_day(line, place):
    """ "toda segunda", "todas as terças", "every friday", "todo dia 5"."""
    for words in EVERY:
        if not line.begins(place, words):
            continue
        after = place + len(words)
        day = WEEKDAYS.get(line.at(after), WEEKDAYS.get(line.at(after).removesuffix("s")))
        if day is not None:
            return weekly(line, after, day, len(words) + 1)
        if line.at(after) == "dia" and (date := number(line.at(after + 1), 31)) is not None:
            return f"FREQ=MONTHLY;BYMONTHDAY={date}", len(words) + 2
        ordinal = line.at(after)
        if ordinal[-2:] in ("st", "nd", "rd", "th") and (date := number(ordinal[:-2], 31)) is not None:
            return f"FREQ=MONTHLY;BYMONTHDAY={date}", len(words) + 1
    return None


def weekly(line, place, day, count):
    """More days may follow: "toda segunda e quarta"."""
    days, at = [day], place + 1
    if line.at(at) == "feira":
        at, count = at + 1, count + 1
    while line.at(at) in ("e", "and") and len(days) < 7:
        more = WEEKDAYS.get(line.at(at + 1), WEEKDAYS.get(line.at(at + 1).removesuffix("s")))
        if more is None:
            break
        days.append(more)
        at, count = at + 2, count + 2
    return f"FREQ=WEEKLY;BYDAY={','.join(CODES[one] for one in sorted(set(days)))}", count


def in_steps(line, place):
    """ "a cada 2 semanas", "every 3 days"."""
    for words in (("a", "cada"), ("cada",), ("every",)):
        if not line.begins(place, words):
            continue
        amount = number(line.at(place + len(words)), 99)
        unit = PER.get(UNITS.get(line.at(place + len(words) + 1)))
        if amount is not None and unit is not None:
            return f"FREQ={unit};INTERVAL={amount}", len(words) + 2
    return None
