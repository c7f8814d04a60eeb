"""Texts compared without case, accents and marks, by the same rule as the database's."""

import re
import unicodedata

from django.db import connection

MARKS = re.compile(r"[^a-z0-9]+")


def folded(texts) -> dict[str, str]:
    """Each text as crm_fold() stores it, asked in one query so that the rule is one."""
    texts = list(dict.fromkeys(texts))
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_fold(x) FROM unnest(%s::text[]) WITH ORDINALITY u(x, n) ORDER BY n", [texts])
        return dict(zip(texts, (row[0] for row in cursor.fetchall()), strict=True))


def plain(text) -> str:
    """Words of a header or a choice: "E-mail (1º)" and "e mail 1o" are one."""
    text = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return MARKS.sub(" ", text).strip()


def squeezed(text) -> str:
    """Letters and digits alone: by it GTXPro suggests GTX Pro."""
    return plain(text).replace(" ", "")
