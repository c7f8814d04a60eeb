"""How a verb of the history is said to a person."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.html import format_html


@dataclass(frozen=True)
class Event:
    """What a sentence may speak of; `actor`, `record` and the links among `words` are safe HTML.

    `words` holds the entry's details, those named in Sentence.links as the linked record's name (a link
    where it has a page), None where the reader may not see it. `user` is the reader; `shown` holds (model, id)
    of every record whose own entries stand on the same page.
    """

    entry: object
    user: object
    shown: set
    actor: str
    record: str
    words: dict = field(default_factory=dict)

    def say(self, text: str | Promise, **more) -> str:
        """`text` with {actor}, {record} and each word put in, escaped."""
        return format_html(str(text), **(self.words | {"actor": self.actor, "record": self.record} | more))


@dataclass(frozen=True)
class Sentence:
    """What the timeline says of one verb.

    `text` is a lazy "{actor} won {record}" with the entry's details as further marks, or a function of an
    Event that gives safe HTML, or None to say nothing. `links` maps a detail that holds an id to its model
    ("sales.Stage"); those in `needs` hide the whole entry from who may not see the linked record. `hides` are
    columns ("stage_id") whose change in the same save the sentence already tells. `name` is the verb by itself
    ("won"), as lists of verbs show it.
    """

    text: str | Promise | Callable[[Event], str | None]
    icon: str = "history"
    links: dict = field(default_factory=dict)
    needs: tuple = ()
    hides: tuple = ()
    name: str | Promise = ""

    def html(self, event: Event) -> str | None:
        if any(event.words.get(name) is None for name in self.needs):
            return None
        if isinstance(self.text, (str, Promise)):
            return event.say(self.text)
        return self.text(event)
