"""What people are told of, by kind: sentences in the reader's language, made from who, what and a few details.

An app registers its kinds as it starts (`register_notice`); `crm.actions.notice.notify` writes one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAIL, DIGEST, APP, OFF = "mail", "digest", "app", "off"
CHANNELS = {
    MAIL: gettext_lazy("E-mail at once"),
    DIGEST: gettext_lazy("In the daily summary"),
    APP: gettext_lazy("Only here in Norte"),
    OFF: gettext_lazy("Not at all"),
}
EVERYTHING_ELSE, SEE_IT = gettext_lazy("Everything else"), gettext_lazy("See it")
WITHOUT_OFF = (MAIL, DIGEST, APP)


@dataclass(frozen=True)
class Told:
    """What a kind may speak of, as plain texts, the record in quotes; None where `person` may not see it."""

    notice: object
    person: object
    subject: object
    actor: str
    record: str
    details: dict

    def say(self, text: str | Promise, **more) -> str:
        """`text` with {actor}, {record} and each detail put in."""
        return str(text).format(**(self.details | {"actor": self.actor, "record": self.record} | more))


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice.

    `sentence` is a lazy "{actor} gave you {record}" with the notice's details as further marks, or a function of
    what is Told; `hint` adds a line below it. `channel` is how people get it who chose nothing, `channels` what
    they may choose. `verb` names the mail's one button, `url` its page where that is not the subject's own.
    `still(person, notices)` gives those that concern the person even now: the others are not mailed any more.
    `may(person)` says who is offered to choose.
    What is about a record that the person may not (any longer) see is neither mailed nor named.
    """

    key: str
    label: str | Promise
    sentence: str | Promise | Callable[[Told], str]
    icon: str = "bell"
    group: str | Promise = EVERYTHING_ELSE
    channel: str = MAIL
    channels: tuple = (*CHANNELS,)
    verb: str | Promise = SEE_IT
    hint: Callable[[Told], str] | None = None
    url: Callable[[Told], str] | None = None
    still: Callable | None = None
    may: Callable | None = None
    position: int = 100


@dataclass(frozen=True)
class Line:
    """A notice in the reader's words; `url` is a path of this site, "" where nothing is to be seen any more."""

    notice: object
    text: str
    hint: str = ""
    url: str = ""
    icon: str = "bell"
    verb: str = ""
    about: str = field(default="", compare=False)

    @property
    def is_read(self) -> bool:
        return self.notice.read_at is not None


KINDS: dict[str, NoticeKind] = {}


def register_notice(kind: NoticeKind) -> NoticeKind:
    KINDS[kind.key] = kind
    return kind


def kind_of(notice) -> NoticeKind | None:
    """None for a kind whose app is gone."""
    return KINDS.get(notice.kind)


def default_channel(kind: str) -> str:
    return KINDS[kind].channel


def is_hidden(notice) -> bool:
    """Its kind is gone, or the record it is about; `notice.subject_seen` was looked up before."""
    return kind_of(notice) is None or (notice.record_id is not None and notice.subject_seen is None)


def line_of(notice, person) -> Line:
    """In the language and time zone that are active; `notice.subject_seen` was looked up for this person before."""
    kind = kind_of(notice)
    if is_hidden(notice):
        return Line(notice, _("Something about a record that is no longer there for you."))
    told = told_of(notice, person)
    return Line(
        notice,
        capfirst(kind.sentence(told) if callable(kind.sentence) else told.say(kind.sentence)),
        kind.hint(told) if kind.hint else "",
        url_of(kind, told),
        kind.icon,
        str(kind.verb),
        told.record,
    )


def told_of(notice, person) -> Told:
    subject = notice.subject_seen
    actor = str(notice.actor) if notice.actor_id else _("Norte")
    return Told(notice, person, subject, actor, f"“{subject}”" if subject else "", notice.details)


def url_of(kind, told) -> str:
    if kind.url:
        return kind.url(told)
    return told.subject.get_absolute_url() if told.subject else ""
