"""What a figure may be broken down and narrowed by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Dimension:
    """`path` leads from a fact to the member, as it was at the fact's moment.

    Members are rows of `model`, read by their number, or the values of `choices`.
    """

    label: str | Promise
    path: str
    model: type[Model] | None = None
    choices: Callable[[], dict] | None = None

    def names(self, members) -> dict[Any, str]:
        """What to call each member; None, where nothing is said, has no name."""
        known = [one for one in members if one is not None]
        if self.choices is not None:
            texts = self.choices()
            return {one: str(texts.get(one, one)) for one in known}
        if self.model is None:
            return {one: str(one) for one in known}
        return {pk: str(row) for pk, row in self.model._base_manager.in_bulk(known).items()}

    def read(self, text: str):
        """A member as it is written in an address or a stored scope; ValueError when it cannot be one."""
        if text == "":
            return None
        if self.model is not None:
            if not text.isdecimal():
                raise ValueError(f"{text} is no number of one: write it as the records' addresses do")
            return int(text)
        if self.choices is not None and text not in self.choices():
            raise ValueError(f"{text} is none of {', '.join(map(str, self.choices()))}")
        return text
