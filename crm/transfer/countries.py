"""Names of countries in Portuguese and English, and how people misspell them."""

from difflib import SequenceMatcher
from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.transfer.folding import squeezed

FURTHER = {
    "bra": "BR", "usa": "US", "eua": "US", "estadosunidosdaamerica": "US", "unitedstatesofamerica": "US", "uk": "GB",
    "england": "GB", "inglaterra": "GB", "greatbritain": "GB", "korea": "KR", "coreia": "KR", "holland": "NL",
    "holanda": "NL", "arg": "AR", "ury": "UY", "pry": "PY", "chl": "CL", "prt": "PT", "esp": "ES", "deu": "DE",
}  # fmt: skip
CLOSE, CLEAR = 0.88, 0.03


@cache
def _known() -> dict[str, str]:
    found = {}
    for language in ("en", "pt_BR"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[squeezed(name)] = found[squeezed(code)] = code
    return found | FURTHER


@cache
def code_of(text: str) -> str:
    """The two letters of a country; a misspelling is taken where only one country comes close."""
    word = squeezed(text)
    if not word:
        return ""
    known = _known()
    if word in known:
        return known[word]
    close = {}
    for name, code in known.items():
        if abs(len(name) - len(word)) <= 3:
            likeness = SequenceMatcher(None, name, word).ratio()
            close[code] = max(likeness, close.get(code, 0))
    ranked = sorted(close.items(), key=lambda pair: -pair[1])[:2]
    if ranked and ranked[0][1] >= CLOSE and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= CLEAR):
        return ranked[0][0]
    raise ValidationError(_("“%(value)s” is not a country.") % {"value": text[:40]})
