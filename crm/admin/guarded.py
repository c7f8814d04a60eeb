"""Two administrators in one form: whoever saves second is told what the first one changed, and overwrites nothing."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.timelines.last import last_change
from crm.ui import meanwhile


class GuardedForm(forms.ModelForm):
    """A form of the administration, also in a list or beneath another: fields send along what they began from."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.guard()

    def guard(self):
        """Again after adding fields of one's own."""
        for bound in meanwhile.guarded(self):
            bound.field.show_hidden_initial = True
        if self.is_bound and any(one.html_initial_name in self.data for one in self):
            self.data = self.data.copy()
            for bound in meanwhile.guarded(self):
                # Several choices of which none was made send nothing at all.
                self.data.setlist(bound.html_initial_name, self.data.getlist(bound.html_initial_name))

    @property
    def subject(self):
        """Whose log tells who changed it."""
        return self.instance

    def full_clean(self):
        super().full_clean()
        # Rows of a list that one did not touch are not saved either.
        if self.is_bound and self.instance.pk and (self.prefix is None or self.has_changed()):
            self.compare()

    def compare(self):
        found = meanwhile.changes(self)
        if found:
            self._errors.setdefault(NON_FIELD_ERRORS, self.error_class(error_class="nonfield")).extend(
                [told(self.subject), *(one_change(change) for change in found)]
            )
            self.go_on_from_here(found)

    def go_on_from_here(self, found):
        """What one did not touch shows the newer value; saving again then decides about the rest."""
        untouched = {change.name for change in found if not self[change.name]._has_changed()}
        for bound in meanwhile.guarded(self):
            now = meanwhile.saved(bound)
            self.data.setlist(bound.html_initial_name, now)
            if bound.name in untouched:
                self.data.setlist(bound.html_name, [] if now == ["False"] else now)


class GuardedRow(GuardedForm):
    """One row of a list that is edited in place: the column's head is no label, so each field says whose it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            words = {"field": field.label, "record": self.instance}
            field.widget.attrs["aria-label"] = _("%(field)s of %(record)s") % words


def told(subject) -> str:
    last = last_change(subject)
    if last is None or last.by is None:
        return _("This was changed while you were editing. Nothing was saved; look at the changes and save again.")
    when = date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT")
    return _(
        "%(person)s changed this on %(when)s, while you were editing. Nothing was saved; look at the changes and"
        " save again."
    ) % {"person": last.by, "when": when}


def one_change(change) -> str:
    return _("%(field)s: from “%(was)s” to “%(now)s”") % {
        "field": change.label,
        "was": change.was,
        "now": change.now,
    }
