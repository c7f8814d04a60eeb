"""Fields that name another record: matched by what a person would write, made when missing if allowed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Func, TextField

from crm.transfer import values
from crm.transfer.fields import Field
from crm.transfer.folding import folded, squeezed

AMBIGUOUS = object()


@dataclass(frozen=True)
class By:
    """One way to recognise a record: a field, compared folded or as cleaned by `clean`."""

    path: str
    clean: Callable | None = None

    def find(self, queryset, names) -> dict:
        """name -> pk, or AMBIGUOUS where two records answer to it."""
        wanted = self._wanted(queryset, names)
        if not wanted:
            return {}
        rows = self._rows(queryset, {key for key in wanted.values() if key}).values_list("found_by", "pk")
        found = {}
        for key, pk in rows:
            found[key] = AMBIGUOUS if found.get(key, pk) != pk else pk
        return {name: found[key] for name, key in wanted.items() if key in found}

    def _wanted(self, queryset, names):
        if self.clean is None:
            return folded(names)
        return {name: key for name in names if (key := self._cleaned(name))}

    def _cleaned(self, name):
        try:
            return self.clean(name)
        except Exception:
            return None

    def _rows(self, queryset, keys):
        if self.clean is not None:
            return queryset.filter(**{f"{self.path}__in": keys}).annotate(found_by=F(self.path))
        stored = f"{self.path}_fold"
        if any(one.name == stored for one in queryset.model._meta.fields):
            return queryset.filter(**{f"{stored}__in": keys}).annotate(found_by=F(stored))
        fold = Func(F(self.path), function="crm_fold", output_field=TextField())
        return queryset.annotate(found_by=fold).filter(found_by__in=keys)


@dataclass(frozen=True)
class Link(Field):
    """`among(user)` are the records a person may name; `make(names, by)` creates missing ones.

    `make` returns {name: record}; None in its place means that missing ones are always refused.
    `is_deferred` links point into the record's own kind and are set after all rows stand.
    """

    among: Callable = None
    by: tuple = (By("name"),)
    make: Callable | None = None
    may_make: Callable = lambda user: False
    makes_by_default: bool = False
    is_deferred: bool = False
    noun: str = ""

    is_link = True
    has_values = True

    @property
    def attribute(self):
        return f"{self.key}_id" if self.column == "" else self.column

    def read(self, cell, style):
        return " ".join(values.text(cell).split())[:200]

    def find(self, names, user) -> dict:
        """name -> pk or AMBIGUOUS, for those found among what the person may see."""
        found, left = {}, list(dict.fromkeys(names))
        for way in self.by:
            found |= way.find(self.among(user).order_by(), left)
            left = [name for name in left if name not in found]
            if not left:
                break
        return found

    def similar(self, name, user) -> str:
        """The one record whose letters and digits are the same: a suggestion, never taken by itself."""
        rows = list(self.among(user).order_by().values_list(self.by[0].path, flat=True)[:2000])
        alike = {row for row in rows if row and squeezed(row) == squeezed(name)}
        return alike.pop() if len(alike) == 1 else ""
