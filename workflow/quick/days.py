"""Which day a line names, in Portuguese or English."""

import datetime

from dateutil.relativedelta import relativedelta

from workflow.quick.numbers import number

WEEKDAYS = {
    "segunda": 0, "seg": 0, "segunda-feira": 0, "terca": 1, "ter": 1, "terca-feira": 1, "quarta": 2, "qua": 2,
    "quarta-feira": 2, "quinta": 3, "qui": 3, "quinta-feira": 3, "sexta": 4, "sex": 4, "sexta-feira": 4,
    "sabado": 5, "sab": 5, "domingo": 6, "dom": 6,
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3,
    "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
# Short ones that are words of their own elsewhere count only where a day is expected.
UNSURE = {"ter", "sex", "dom", "sun", "sat", "wed", "mon", "seg", "qua", "qui"}
MONTHS = {
    "janeiro": 1, "jan": 1, "fevereiro": 2, "fev": 2, "marco": 3, "mar": 3, "abril": 4, "abr": 4, "maio": 5, "mai": 5,
    "junho": 6, "jun": 6, "julho": 7, "jul": 7, "agosto": 8, "ago": 8, "setembro": 9, "set": 9, "outubro": 10,
    "out": 10, "novembro": 11, "nov": 11, "dezembro": 12, "dez": 12,
    "january": 1, "february": 2, "feb": 2, "march": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "aug": 8, "september": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
PHRASES = [
    (("depois", "de", "amanha"), 2), (("day", "after", "tomorrow"), 2), (("the", "day", "after", "tomorrow"), 2),
    (("amanha",), 1), (("tomorrow",), 1), (("hoje",), 0), (("today",), 0),
]  # fmt: skip
NEXT_WEEK = [("semana", "que", "vem"), ("proxima", "semana"), ("next", "week")]
NEXT_MONTH = [("mes", "que", "vem"), ("proximo", "mes"), ("next", "month")]
END_OF_MONTH = [("fim", "do", "mes"), ("final", "do", "mes"), ("end", "of", "the", "month"), ("end", "of", "month")]
LEADING = {"em", "no", "na", "on", "at", "by", "ate", "para", "pra", "dia", "the", "this", "neste", "nesta", "next"}
AHEAD = [("em",), ("daqui", "a"), ("dentro", "de"), ("in",)]
UNITS = {
    "dia": "days", "dias": "days", "day": "days", "days": "days",
    "semana": "weeks", "semanas": "weeks", "week": "weeks", "weeks": "weeks",
    "mes": "months", "meses": "months", "month": "months", "months": "months",
    "hora": "hours", "horas": "hours", "hour": "hours", "hours": "hours", "h": "hours",
    "minuto": "minutes", "minutos": "minutes", "minute": "minutes", "minutes": "minutes", "min": "minutes",
}  # fmt: skip
FARTHEST = 3660


def take_day(line, today: datetime.date, is_day_first: bool):
    """The first day the line names, taken from it; None where it names none."""
    for place in range(len(line)):
        for understand in (phrase, far_off, calendar_month, weekday, day_of_month, written):
            found = understand(line, place, today, is_day_first)
            if found is not None:
                day, begin, count = found
                line.take(begin, count)
                take_leading(line, begin)
                return day
    return None


def take_ahead(line, now: datetime.datetime):
    """ "em 2 horas": a moment counted from now; None where there is none."""
    for place in range(len(line)):
        found = counted(line, place, {"hours", "minutes"})
        if found is not None:
            unit, amount, count = found
            line.take(place, count)
            return now + datetime.timedelta(**{unit: amount})
    return None


def take_leading(line, place):
    """Prepositions before a day belong to it."""
    while line.at(place - 1) in LEADING:
        place -= 1
        line.take(place, 1)


def phrase(line, place, today, is_day_first):
    for words, days in PHRASES:
        if line.begins(place, words):
            return today + datetime.timedelta(days=days), place, len(words)
    return None


def far_off(line, place, today, is_day_first):
    found = counted(line, place, {"days", "weeks", "months"})
    if found is None:
        return None
    unit, amount, count = found
    return today + relativedelta(**{unit: amount}), place, count


def counted(line, place, units):
    """ "em 3 dias", "daqui a 2 semanas", "in 3 days" as (unit, amount, how many words)."""
    for words in AHEAD:
        if not line.begins(place, words):
            continue
        amount = number(line.at(place + len(words)), FARTHEST)
        unit = UNITS.get(line.at(place + len(words) + 1))
        if amount is not None and unit in units and (unit != "months" or amount <= 120):
            return unit, amount, len(words) + 2
    return None


def calendar_month(line, place, today, is_day_first):
    for words in NEXT_WEEK:
        if line.begins(place, words):
            return today + datetime.timedelta(days=7 - today.weekday()), place, len(words)
    for words in NEXT_MONTH:
        if line.begins(place, words):
            return (today + relativedelta(months=1)).replace(day=1), place, len(words)
    for words in END_OF_MONTH:
        if line.begins(place, words):
            return today + relativedelta(day=31), place, len(words)
    return None


def weekday(line, place, today, is_day_first):
    """The next such day, a week off where it is today; "segunda que vem" is the same one."""
    word = line.at(place)
    if word not in WEEKDAYS or (word in UNSURE and line.at(place - 1) not in LEADING):
        return None
    count = 1
    if line.at(place + count) == "feira":
        count += 1
    if line.begins(place + count, ("que", "vem")):
        count += 2
    begin = place
    if line.at(place - 1) in ("proxima", "proximo", "next"):
        begin, count = place - 1, count + 1
    ahead = (WEEKDAYS[word] - today.weekday() - 1) % 7 + 1
    return today + datetime.timedelta(days=ahead), begin, count


def day_of_month(line, place, today, is_day_first):
    """ "dia 15", "the 15th", "15 de março", "march 15": the next one to come."""
    word = line.at(place)
    if word == "dia":
        day, count = number(line.at(place + 1), 31), 2
        named = named_month(line, place + 2)
        if day is None:
            return None
        if named is not None:
            return following(today, day, named[0]), place, count + named[1]
        return next_day(today, day), place, count
    ordinal = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    day = number(ordinal, 31) if ordinal.isdigit() else None
    named = named_month(line, place + 1) if day is not None else None
    if named is not None:
        return following(today, day, named[0]), place, 1 + named[1]
    if day is not None and ordinal != word:
        return next_day(today, day), place, 1
    if word in MONTHS and len(word) > 2:
        after = line.at(place + 1)
        plain = after[:-2] if after[-2:] in ("st", "nd", "rd", "th") else after
        day = number(plain, 31) if plain.isdigit() else None
        if day is not None:
            return following(today, day, MONTHS[word]), place, 2
    return None


def named_month(line, place):
    """(month, how many words) of "de março" or "march"."""
    if line.at(place) in ("de", "of") and line.at(place + 1) in MONTHS:
        return MONTHS[line.at(place + 1)], 2
    return (MONTHS[line.at(place)], 1) if line.at(place) in MONTHS else None


def next_day(today, day):
    """That day of this month, or of the next month that has it."""
    for ahead in range(4):
        month = today.replace(day=1) + relativedelta(months=ahead)
        found = dated(month.year, month.month, day)
        if found is not None and found >= today:
            return found
    return None


def following(today, day, month):
    """That day of the year, this year or the next that has it (29 February)."""
    for year in range(today.year, today.year + 9):
        found = dated(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def written(line, place, today, is_day_first):
    """ "15/03", "15/03/2027", "2027-03-15": as the reader writes dates."""
    word = line.at(place)
    for mark in "/-":
        parts = word.split(mark)
        if not (2 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts)):
            continue
        if mark == "-" and len(parts) == 2:
            continue
        found = from_parts([int(part) for part in parts], today, is_day_first)
        if found is not None:
            return found, place, 1
    return None


def from_parts(parts, today, is_day_first):
    if parts[0] > 31:
        return dated(*parts) if len(parts) == 3 else None
    day, month = parts[:2] if is_day_first else parts[1::-1]
    if len(parts) == 2:
        return following(today, day, month) if 1 <= month <= 12 else None
    return dated(parts[2] + 2000 if parts[2] < 100 else parts[2], month, day)


def dated(year, month, day):
    if not 1900 < year < 2200:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
