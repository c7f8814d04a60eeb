"""Names of other records into their numbers, a batch at a time; missing ones are made where that was asked for."""

from django.utils.translation import gettext as _

from crm.transfer.links import AMBIGUOUS

MEMORY = 50_000


class ToBeMade:
    """What a check knows of a record that the import would make: no number yet."""

    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return isinstance(other, ToBeMade) and other.name == self.name

    def __hash__(self):
        return hash(self.name)


class Linker:
    """One link field of a run."""

    def __init__(self, field, user, *, makes: bool, is_dry: bool):
        self.field, self.user, self.is_dry = field, user, is_dry
        self.makes = makes and field.make is not None and field.may_make(user)
        self.known, self.hints = {}, {}

    def resolve(self, rows, made: list):
        """Names in `rows` become numbers; what had to be made is added to `made`: (row number, record, kind)."""
        key = self.field.key
        waiting = [row for row in rows if isinstance(row.values.get(key), str) and row.values[key]]
        new = {row.values[key] for row in waiting} - self.known.keys()
        if new:
            self._learn(new, waiting, made)
        for row in waiting:
            self._set(row, self.known[row.values[key]])

    def _learn(self, names, rows, made):
        if len(self.known) > MEMORY:
            self.known.clear()
            names = {row.values[self.field.key] for row in rows}
        found = self.field.find(sorted(names), self.user)
        self.known |= {name: found.get(name) for name in names}
        missing = sorted(name for name in names if name not in found)
        if missing and self.makes:
            first = {}
            for row in rows:
                first.setdefault(row.values[self.field.key], row.number)
            self._make(sorted(missing, key=first.get), first, made)

    def _make(self, names, first, made):
        if self.is_dry:
            self.known |= {name: ToBeMade(name) for name in names}
            made += [(first[name], None, str(self.field.noun)) for name in names]
            return
        for name, record in self.field.make(names, self.user).items():
            self.known[name] = record.pk
            made.append((first[name], record, str(self.field.noun)))

    def _set(self, row, found):
        key = self.field.key
        name = row.values[key]
        if found is None or found is AMBIGUOUS:
            del row.values[key]
            row.reasons.append(f"{self.field.label}: {self._why(name, found)}")
        else:
            row.values[key], row.said[key] = found, name

    def _why(self, name, found) -> str:
        if found is AMBIGUOUS:
            return _("“%(name)s” is not the name of one alone.") % {"name": name[:60]}
        if name not in self.hints:
            self.hints[name] = self.field.similar(name, self.user)
        if self.hints[name]:
            return _("“%(name)s” was not found. Did you mean “%(similar)s”?") % {
                "name": name[:60],
                "similar": self.hints[name],
            }
        return _("“%(name)s” was not found.") % {"name": name[:60]}

    def unlearn(self):
        """After a transaction that came to nothing: what was made in it does not exist."""
        self.known.clear()
