"""Which rows are records that exist, within what the person may see."""

from collections import defaultdict

from django.utils.translation import gettext as _

from crm.transfer.keys import Key


class Matcher:
    """Finds records by the run's key; a row that lacks it is looked for by name among records that lack it too."""

    def __init__(self, spec, key: Key, user):
        self.spec, self.key, self.user = spec, key, user
        self.by_name = spec.name_key if spec.name_key and spec.name_key.field != key.field else None

    def tell(self, rows):
        """Give each row the tokens it is recognised by."""
        found = self.key.tokens([row.values.get(self.key.field) for row in rows])
        for row, tokens in zip(rows, found, strict=True):
            row.tokens = [f"={token}" for token in tokens]
        lacking = [row for row in rows if not row.tokens] if self.by_name else []
        names = self.by_name.tokens([row.values.get(self.by_name.field) for row in lacking]) if lacking else []
        for row, tokens in zip(lacking, names, strict=True):
            row.tokens, row.is_by_name = [f"~{token}" for token in tokens], True

    def match(self, rows) -> dict[str, set[int]]:
        """token -> numbers of the visible records that answer to it."""
        found = defaultdict(set)
        exact = {token[1:] for row in rows if not row.is_by_name for token in row.tokens}
        if exact:
            self._add(found, "=", self.key.find(self._visible(), exact))
        names = {token[1:] for row in rows if row.is_by_name for token in row.tokens}
        if names:
            self._add(found, "~", self.by_name.find(self.key.lacking(self._visible()), names))
        return found

    def _visible(self):
        return self.spec.rows(self.user).order_by()

    @staticmethod
    def _add(found, mark, pairs):
        for token, pk in pairs:
            found[mark + str(token)].add(pk)


def existing(row, found, states):
    """The state of the one record a row is; None for none. Two candidates are a reason to refuse."""
    pks = {pk for token in row.tokens for pk in found.get(token, ()) if pk in states}
    if len(pks) > 1:
        row.reasons.append(_("More than one record answers to this key. Choose another key."))
        return None
    if not pks:
        return None
    row.pk = pks.pop()
    return states[row.pk]


def waves(rows) -> list[list]:
    """Rows in the order of the file, split so that no two of a wave may be the same record."""
    found, last = [], {}
    for row in rows:
        number = max((last[token] + 1 for token in row.tokens if token in last), default=0)
        for token in row.tokens:
            last[token] = number
        if number == len(found):
            found.append([])
        found[number].append(row)
    return found
