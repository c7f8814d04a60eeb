"""Which time of day a line names, in Portuguese or English."""

import datetime

PHRASES = [
    (("meio-dia",), 12), (("meio", "dia"), 12), (("noon",), 12), (("meia-noite",), 0), (("midnight",), 0),
    (("de", "manha"), 9), (("pela", "manha"), 9), (("cedo",), 8), (("in", "the", "morning"), 9), (("morning",), 9),
    (("a", "tarde"), 14), (("de", "tarde"), 14), (("in", "the", "afternoon"), 14), (("afternoon",), 14),
    (("a", "noite"), 19), (("de", "noite"), 19), (("in", "the", "evening"), 19), (("tonight",), 19),
    (("fim", "do", "dia"), 18), (("final", "do", "dia"), 18), (("end", "of", "day"), 18),
]  # fmt: skip
LEADING = {"as", "a", "ao", "at", "by", "ate", "pelas"}
HALVES = {"am": 0, "pm": 12}


def take_time(line):
    """The first time of day the line names, taken from it; None where it names none."""
    for place in range(len(line)):
        found = clock(line, place) or spoken(line, place)
        if found is not None:
            time, count = found
            line.take(place, count)
            if line.at(place - 1) in LEADING:
                line.take(place - 1, 1)
            return time
    return None


def spoken(line, place):
    for words, hour in PHRASES:
        if line.begins(place, words):
            return datetime.time(hour), len(words)
    return None


def clock(line, place):
    """ "15h", "15h30", "15:30", "3pm", "3:30 pm", "às 15", "15 horas"."""
    word = line.at(place)
    found, rest = leading_number(word)
    if found is None:
        return None
    minute, rest = minutes(rest)
    if minute is None:
        return None
    has_mark = rest != word[len(str(found)) :] or rest in ("h", "hs", "hrs")
    count = 1
    if rest in HALVES:
        half, has_mark = rest, True
    elif rest in ("", "h", "hs", "hrs", "min"):
        half, following = None, line.at(place + 1)
        if following in HALVES:
            half, has_mark, count = following, True, 2
        elif following in ("h", "hs", "horas", "hora", "hours", "o'clock") and minute == 0:
            has_mark, count = True, 2
    else:
        return None
    has_mark = has_mark or line.at(place - 1) in ("as", "at", "pelas")
    return (time, count) if has_mark and (time := whole(found, minute, half)) is not None else None


def leading_number(word):
    """The one or two digits a word begins with, and what follows them."""
    digits = ""
    for letter in word[:3]:
        if not (letter.isascii() and letter.isdigit()):
            break
        digits += letter
    return (int(digits), word[len(digits) :]) if 1 <= len(digits) <= 2 else (None, word)


def minutes(rest):
    """The minutes after "h" or ":", and what follows; None where they are none."""
    if len(rest) >= 3 and rest[0] in "h:" and rest[1:3].isascii() and rest[1:3].isdigit():
        return int(rest[1:3]), rest[3:]
    return (None, rest) if rest[:1] == ":" else (0, rest)


def whole(hour, minute, half):
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + HALVES[half]
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
