"""A span of working time as people write it: 8:30, 8h30, 2 h, 45 min; a number alone is hours."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CLOCK = re.compile(
    r"^(\d{1,4})(?:\s*(?::|h|hours?|horas?)(?:\s*(?:e|and)?\s*(\d{1,2})\s*(?:m|min|minutes?|minutos?)?)?)?$", re.I
)
MINUTES = re.compile(r"^(\d{1,6})\s*(?:m|min|minutos?|minutes?)$", re.I)
MOST = 100_000


def written_span(minutes: int) -> str:
    """8 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


class SpanField(forms.CharField):
    """Cleans to minutes, or None."""

    default_error_messages = {
        "unreadable": gettext_lazy("Write hours and minutes, like 8:30 or 45 min."),
        "long": gettext_lazy("That is too long."),
    }

    def prepare_value(self, value):
        return written_span(value) if isinstance(value, int) else value

    def to_python(self, value):
        text = super().to_python(value)
        return self.read(text) if text else None

    def read(self, text) -> int:
        alone, clock = MINUTES.match(text), CLOCK.match(text)
        if not (alone or clock) or (clock and int(clock[2] or 0) > 59):
            raise forms.ValidationError(self.error_messages["unreadable"], "unreadable")
        found = int(alone[1]) if alone else int(clock[1]) * 60 + int(clock[2] or 0)
        if found > MOST:
            raise forms.ValidationError(self.error_messages["long"], "long")
        return found
