"""Words people search by: names in any order, parts of an e-mail, phones and documents however they are written."""

import re
import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import F, Func, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from crm import brazil

LONGEST, MOST = 200, 8
NUMBERISH = re.compile(r"[\d().+/\-]+")
CNPJISH = re.compile(r"[0-9A-Za-z]{2}\.[0-9A-Za-z]{3}\.[0-9A-Za-z]{3}/[0-9A-Za-z]{4}-?\d{0,2}")
MARKS = re.compile(r"[^0-9a-zA-Z]")
DIGITS = re.compile(r"[!-~]?\d{3,}[!-~]?", re.ASCII)
# A mobile with its ninth digit: with country and area, with area, or the number alone.
NINTH = re.compile(r"^(?:55)?(?:0?([1-9]\d))?9([6-9]\d{7})$")


def search_words(text: str) -> list[str]:
    """The words to look for; a written phone, CPF or CNPJ counts as one, without its marks."""
    words, digits = [], []
    for word in text.replace("\x00", "")[:LONGEST].split():
        if NUMBERISH.fullmatch(word):
            digits.append(word)
            continue
        words += [*_number(digits), MARKS.sub("", word) if CNPJISH.fullmatch(word) else word]
        digits = []
    words += _number(digits)
    return [word for word in words if word.strip("%_")][:MOST]


def _number(parts) -> list[str]:
    """Neighbouring parts are one number when together they are as long as a phone; else each is a word."""
    joined = MARKS.sub("", "".join(parts))
    if len(parts) == 1 or len(joined) >= 8:
        return [joined] if joined else []
    return [plain for part in parts if (plain := MARKS.sub("", part))]


def writings(word: str) -> list[str]:
    """The ways a word may stand in the search column: digits also as a phone without ninth digit, 0 or 00."""
    if not word.isdigit() or len(word) < 9:
        return [word]
    if len(word) == 14 and brazil.is_cnpj(word):
        return [word]
    found = [word]
    local = word.lstrip("0")
    if len(word) > len(local) and len(local) >= 10:
        found.append(local)
    for one in list(found):
        ninth = NINTH.match(one)
        if ninth:
            found.append(f"55{ninth[1]}{ninth[2]}" if ninth[1] else ninth[2])
        elif len(one) > 11:
            found.append(brazil.phone_key(one))
    # What holds a longer writing holds the shorter one within it, and each costs the index a look of its own.
    return [one for one in dict.fromkeys(found) if not any(other != one and other in one for other in found)]


def folded(text) -> Func:
    """In the database, so that what is asked and what is kept are folded by one rule."""
    return Func(Value(text), function="crm_fold")


def matching(queryset, text: str):
    """Rows whose search column holds every word, in any order, without regard to case and accents.

    Words of one or two letters stand at the beginning of a word: three letters are the least the index knows,
    so alone they are looked up by the beginning of the name.
    """
    words = search_words(text)
    if not words:
        return queryset
    if all(len(word) < 3 for word in words):
        first, *others = words
        later = [Q(search__contains=folded(f" {word}")) for word in others]
        return queryset.filter(*later, name_fold__startswith=folded(first))
    is_alone = sum(len(word) > 2 for word in words) == 1
    return queryset.filter(reduce(and_, (_holding(word, is_alone) for word in words)))


def _holding(word, is_alone) -> Q:
    if len(word) < 3:
        return _beginning(word)
    if part := telling(word) or (None if is_alone else inner(word)):
        return _whole(word, part)
    return reduce(or_, (_whole(one, rare(one)) for one in writings(word)))


def _whole(word, part) -> Q:
    """Rows that hold the word, looked up by a part of it: every three letters cost the index a reading."""
    if part == word:
        return Q(search__contains=folded(word))
    return Q(GreaterThan(StrIndex(F("search"), folded(word)), 0), search__contains=folded(part))


def rare(word: str) -> str:
    """Of a long number what few others share: the root of a CNPJ, the end of a phone or a CPF; else the word."""
    if not word.isdigit() or len(word) < 11:
        return word
    return word[:8] if len(word) == 14 else word[-8:]


def inner(word: str) -> str | None:
    """A long word without its ends, enough to look up beside another: every three letters cost a reading."""
    return word[1:-1] if len(word) > 4 and word.isalpha() else None


def telling(word: str) -> str | None:
    """The digits of an address such as ana.silva77012@firm.example, with their neighbours; None without any.

    Letters of addresses recur in all of them: the index would read through as good as every row for each three.
    """
    part = max(DIGITS.findall(word), key=len, default=None)
    return part if part and len(part) + 2 < len(word) else None


def _beginning(word) -> Q:
    return Q(search__startswith=folded(word)) | Q(search__contains=folded(f" {word}"))


def fold(text: str) -> str:
    """As near to crm_fold() as Python comes: for order and highlighting of what the database found."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", letter.lower()) if not unicodedata.combining(one))


def highlighted(text: str, words) -> SafeString:
    """The text, escaped, with the words found in it marked."""
    text = str(text)
    plain, places = "", []
    for index, letter in enumerate(text):
        piece = _plain(letter)
        plain += piece
        places += [index] * len(piece)
    marked = set()
    for word in filter(None, map(fold, words)):
        # Two letters are sought at the beginning of words alone, and so marked.
        pattern = re.escape(word) if len(word) > 2 else rf"\b{re.escape(word)}"
        for found in re.finditer(pattern, plain):
            marked.update(places[found.start() : found.end()])
    return _drawn(text, marked)


def _drawn(text, marked) -> SafeString:
    html, at = SafeString(""), 0
    while at < len(text):
        end = at
        while end < len(text) and (end in marked) == (at in marked):
            end += 1
        part = text[at:end]
        html += format_html("<mark>{}</mark>", part) if at in marked else conditional_escape(part)
        at = end
    return html
