"""By what a row is recognised as a record that exists. A token is one comparable writing of a key's value."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Func, TextField
from django.utils.functional import Promise

from crm.brazil import phone_key
from crm.transfer.folding import folded


@dataclass(frozen=True)
class Key:
    """A field whose value is one record's alone, compared exactly."""

    field: str
    label: str | Promise

    def tokens(self, values: list) -> list[list[str]]:
        return [[str(value)] if value not in (None, "") else [] for value in values]

    def find(self, queryset, tokens) -> list[tuple[str, int]]:
        return queryset.filter(**{f"{self.field}__in": tokens}).values_list(self.field, "pk")

    def lacking(self, queryset):
        """Rows without this key: all a row that lacks it as well may be."""
        return queryset.filter(**{self.field: ""})


@dataclass(frozen=True)
class Folded(Key):
    """A name: alike without regard to case and accents."""

    def tokens(self, values):
        known = folded([value for value in values if value])
        return [[known[value]] if value else [] for value in values]

    def find(self, queryset, tokens):
        stored = f"{self.field}_fold"
        if any(one.name == stored for one in queryset.model._meta.fields):
            return queryset.filter(**{f"{stored}__in": tokens}).values_list(stored, "pk")
        fold = Func(F(self.field), function="crm_fold", output_field=TextField())
        return queryset.annotate(found_by=fold).filter(found_by__in=tokens).values_list("found_by", "pk")


def same(value):
    return value


@dataclass(frozen=True)
class Shared(Key):
    """One of the exact keys customers meet by (crm_keys): an e-mail, a phone, a document."""

    prefix: str = ""
    normal: Callable = same

    def tokens(self, values):
        return [[f"{self.prefix}:{self.normal(one)}" for one in self._several(value)] for value in values]

    def _several(self, value):
        return value if isinstance(value, (list, tuple)) else [value] if value else []

    def find(self, queryset, tokens):
        return queryset.found_by_keys(tokens)

    def lacking(self, queryset):
        return queryset.filter(**{self.field: [] if self.prefix in "ep" else ""})


def email_key(label):
    return Shared("emails", label, "e")


def phone_key_of(label):
    return Shared("phones", label, "p", phone_key)


def document_key(field, label):
    return Shared(field, label, "d")
