"""How a term may be asked: the operators of each kind, and in which words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Operator:
    """`asks` says what its value is: that of the term, a number of days, or nothing."""

    key: str
    label: str | Promise
    asks: str = "value"


ALL = [
    Operator("is", pgettext_lazy("a condition", "is")),
    Operator("is_not", pgettext_lazy("a condition", "is not")),
    Operator("contains", pgettext_lazy("a condition", "contains")),
    Operator("lacks", pgettext_lazy("a condition", "does not contain")),
    Operator("gt", pgettext_lazy("a condition", "is more than")),
    Operator("ge", pgettext_lazy("a condition", "is at least")),
    Operator("lt", pgettext_lazy("a condition", "is less than")),
    Operator("le", pgettext_lazy("a condition", "is at most")),
    Operator("before", pgettext_lazy("a condition", "is before")),
    Operator("after", pgettext_lazy("a condition", "is after")),
    Operator("next_days", pgettext_lazy("a condition", "is within the next (days)"), "days"),
    Operator("past_days", pgettext_lazy("a condition", "is within the past (days)"), "days"),
    Operator("older", pgettext_lazy("a condition", "is longer ago than (days)"), "days"),
    Operator("later", pgettext_lazy("a condition", "is further ahead than (days)"), "days"),
    Operator("yes", pgettext_lazy("a condition", "is yes"), ""),
    Operator("no", pgettext_lazy("a condition", "is no"), ""),
    Operator("empty", pgettext_lazy("a condition", "is empty"), ""),
    Operator("filled", pgettext_lazy("a condition", "is filled in"), ""),
]
KNOWN = {one.key: one for one in ALL}
BY_KIND = {
    "text": ("is", "is_not", "contains", "lacks", "empty", "filled"),
    "choice": ("is", "is_not", "empty", "filled"),
    "link": ("is", "is_not", "empty", "filled"),
    "tags": ("contains", "lacks", "empty", "filled"),
    "number": ("is", "is_not", "gt", "ge", "lt", "le", "empty", "filled"),
    "money": ("gt", "ge", "lt", "le", "is", "is_not", "empty", "filled"),
    "boolean": ("yes", "no"),
}
BY_KIND["date"] = BY_KIND["moment"] = (
    "before", "after", "is", "next_days", "past_days", "older", "later", "empty", "filled",
)  # fmt: skip


def operators_of(kind: str) -> list[Operator]:
    return [KNOWN[key] for key in BY_KIND[kind]]
