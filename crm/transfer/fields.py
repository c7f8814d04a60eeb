"""The kinds of field a record may declare: how a cell is read, compared and written out again."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm import brazil
from crm.transfer import values

PLAIN_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
SEVERAL = re.compile(r"[;,|\n]+")
SEVERAL_PHONES = re.compile(r"[;|\n]+|,\s|\s/\s|\s::+\s")
is_url = URLValidator(["http", "https"])


@dataclass(frozen=True)
class Field:
    """One field of a record as files know it.

    `words` are further names a header may use, in Portuguese and English, between commas. `column` is the model's
    attribute, None for what the spec itself loads and puts (Importable.load, Importable.put).
    """

    key: str
    label: str | Promise
    words: str = ""
    is_required: bool = False
    column: str | None = ""
    # Said of every row in which it is empty: the row is taken, and counted as a warning.
    note_empty: str | Promise = ""

    # What of a file's style its reading hangs on: "decimal", "dates" or nothing.
    asks = ""
    empty = None
    is_list = False
    is_exported = True
    is_link = is_deferred = has_values = False

    @property
    def attribute(self) -> str | None:
        return self.key if self.column == "" else self.column

    def read(self, cell, style):
        """The value of a filled cell; ValidationError in a person's words."""
        return values.text(cell)

    def merged(self, old, new):
        """What an update leaves: the file's value."""
        return new

    def is_same(self, old, new) -> bool:
        """Whether a filled cell only spells the value otherwise."""
        return old == new

    def write(self, value) -> object:
        """The value as an exported cell that read() takes back unchanged."""
        return value


@dataclass(frozen=True)
class Text(Field):
    max_length: int = 160

    empty = ""

    def read(self, cell, style):
        text = values.text(cell)
        if len(text) > self.max_length:
            raise ValidationError(_("Longer than %(limit)s characters.") % {"limit": self.max_length})
        return text


@dataclass(frozen=True)
class LongText(Text):
    max_length: int = 20_000

    def read(self, cell, style):
        text = values.text(cell)
        if len(text) > self.max_length:
            raise ValidationError(_("Longer than %(limit)s characters.") % {"limit": self.max_length})
        return text


@dataclass(frozen=True)
class Cleaned(Field):
    """A text that a function of the house cleans: a document, a postal code, a phone."""

    clean: object = None
    shown: object = None

    empty = ""

    def read(self, cell, style):
        return self.clean(values.text(cell))

    def write(self, value):
        return self.shown(value) if self.shown else value


@dataclass(frozen=True)
class Website(Text):
    max_length: int = 200

    def read(self, cell, style):
        text = super().read(cell, style)
        text = text if "://" in text or not text else f"https://{text}"
        is_url(text)
        return text


@dataclass(frozen=True)
class Integer(Field):
    minimum: int = 0
    maximum: int = 2_147_483_647

    asks = "decimal"

    def read(self, cell, style):
        number = values.integer(cell, style)
        if not self.minimum <= number <= self.maximum:
            raise ValidationError(
                _("Not between %(low)s and %(high)s.") % {"low": self.minimum, "high": self.maximum}
            )
        return number


@dataclass(frozen=True)
class Amount(Field):
    """A decimal number; `factor` turns the file's unit (thousands, millions) into whole ones."""

    places: int = 2
    digits: int = 16
    minimum: Decimal | None = Decimal(0)

    asks = "decimal"

    def read(self, cell, style):
        number = values.number(cell, style)
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(_("It may not be negative."))
        rounded = round(number, self.places)
        if len(rounded.as_tuple().digits) > self.digits:
            raise ValidationError(_("This number is too large."))
        return rounded


@dataclass(frozen=True)
class Day(Field):
    asks = "dates"

    def read(self, cell, style):
        return values.day(cell, style)


@dataclass(frozen=True)
class Moment(Field):
    asks = "dates"

    def read(self, cell, style):
        return values.moment(cell, style)


@dataclass(frozen=True)
class YesNo(Field):
    empty = False

    def read(self, cell, style):
        return values.yes_no(cell)

    def write(self, value):
        return _("Yes") if value else _("No")


@dataclass(frozen=True)
class Words(Field):
    """Several words in one cell, such as tags; an update adds, it takes none away."""

    max_length: int = 40

    is_list = True
    empty = ()

    def read(self, cell, style):
        found = [one.strip() for one in SEVERAL.split(values.text(cell)) if one.strip()]
        for word in found:
            if len(word) > self.max_length:
                raise ValidationError(_("“%(value)s” is too long.") % {"value": word[:60]})
        return list(dict.fromkeys(found))

    def merged(self, old, new):
        return [*old, *(one for one in new if one not in old)]

    def write(self, value):
        return "; ".join(value or ())


@dataclass(frozen=True)
class Emails(Words):
    """The file's addresses first, those known before after them."""

    def read(self, cell, style):
        text = values.text(cell).lower()
        if PLAIN_EMAIL.fullmatch(text) and ".." not in text and ".@" not in text:
            return [text]
        found = [one.strip().removeprefix("mailto:") for one in SEVERAL.split(text) if one.strip()]
        for one in found:
            try:
                validate_email(one)
            except ValidationError:
                raise ValidationError(_("“%(value)s” is not an e-mail address.") % {"value": one[:80]}) from None
        return list(dict.fromkeys(found))

    def merged(self, old, new):
        return [*new, *(one for one in old if one not in new)]


@dataclass(frozen=True)
class Phones(Emails):
    def read(self, cell, style):
        text = values.text(cell)
        found = [brazil.clean_phone(one) for one in SEVERAL_PHONES.split(text) if one.strip()]
        return list(dict.fromkeys(found))

    def write(self, value):
        return "; ".join(map(brazil.format_phone, value or ()))


@dataclass(frozen=True)
class Choice(Field):
    """One of a few; `words_of` maps further words to a key. Other words are mapped by the person."""

    choices: tuple = ()
    words_of: tuple = ()

    empty = ""
    has_values = True

    def write(self, value):
        return str(dict(self.choices).get(value, value))


@dataclass(frozen=True)
class Part(Text):
    """A piece of a name: read and joined with others, never written out."""

    is_exported = False
