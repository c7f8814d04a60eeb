"""Choosing the record that something is about, whatever its kind."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models.kinds import reference, referred


class AboutWidget(forms.Select):
    """A searched select over all kinds of record; without script it offers what is already chosen."""

    subject = None

    def build_attrs(self, base, extra=None):
        return super().build_attrs(base, extra) | {"data-autocomplete-url": reverse("crm:about-choices")}

    def optgroups(self, name, value, attrs=None):
        options = [("", "")]
        if self.subject is not None:
            options.append((reference(self.subject), str(self.subject)))
        return [
            (None, [self.create_option(name, key, label, key in map(str, value), index)], index)
            for index, (key, label) in enumerate(options)
        ]


class AboutField(forms.Field):
    """Cleans "crm.company:7" to the record, if `user` (set by the form or filter) may see it."""

    widget = AboutWidget
    user = None
    # A record already known to be visible: the one whose page the form stands on.
    trusted = None

    def __init__(self, **options):
        options.setdefault("label", _("About"))
        super().__init__(**options)

    def prepare_value(self, value):
        """What is proposed or typed comes back as a choice only if the person may see it."""
        if value is not None and value is self.trusted:
            return reference(value)
        subject = referred(value if isinstance(value, str) else reference(value), self.user) if value else None
        self.widget.subject = subject
        return reference(subject) if subject is not None else ""

    def to_python(self, value):
        if not value:
            return None
        if value is not None and value is self.trusted:
            return reference(value)
        subject = referred(value, self.user)
        if subject is None:
            raise forms.ValidationError(_("This record does not exist, or you may not see it."), code="unknown")
        self.widget.subject = subject
        return subject
