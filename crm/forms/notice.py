from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.actions.notice import chosen_channels
from crm.models.user import MOST_LEADS
from crm.notices import CHANNELS, KINDS
from crm.ui.forms import form_helper

HOUR, DAY = 60, 24 * 60
LEADS = [
    (15, _("15 minutes before")),
    (30, _("30 minutes before")),
    (HOUR, _("1 hour before")),
    (2 * HOUR, _("2 hours before")),
    (4 * HOUR, _("4 hours before")),
    (DAY, _("1 day before")),
    (2 * DAY, _("2 days before")),
    (3 * DAY, _("3 days before")),
    (7 * DAY, _("1 week before")),
]


class ChoicesForm(forms.Form):
    """How one wants to hear of each kind of notice, the hour of the summary, and the reminders before a deadline."""

    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily summary"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("In your own time zone. On days without anything to tell there is none."),
    )
    lead_minutes = forms.TypedMultipleChoiceField(
        label=_("Remind me of a deadline"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, person, **kwargs):
        self.names = {f"kind_{key}": key for key in ordered_kinds(person)}
        chosen = chosen_channels(person)
        initial = {name: chosen[key] for name, key in self.names.items()}
        initial |= {"digest_hour": person.digest_hour, "lead_minutes": person.lead_minutes}
        super().__init__(*args, initial=initial, **kwargs)
        for name, key in self.names.items():
            kind = KINDS[key]
            offered = [(one, CHANNELS[one]) for one in kind.channels]
            self.fields[name] = forms.ChoiceField(label=kind.label, choices=offered)
        self.fields["lead_minutes"].choices = self.leads(person)
        self.helper = form_helper(*self.groups())

    def leads(self, person) -> list:
        """The usual ones, and whatever else this person has."""
        known = dict(LEADS)
        own = [
            (one, _("%(count)s minutes before") % {"count": one}) for one in person.lead_minutes if one not in known
        ]
        return sorted([*LEADS, *own])

    def groups(self) -> list:
        found = {}
        for name, key in self.names.items():
            found.setdefault(str(KINDS[key].group), []).append(name)
        found[_("Times")] = ["digest_hour", "lead_minutes"]
        return [Fieldset(heading, *names) for heading, names in found.items()]

    def clean_lead_minutes(self):
        leads = self.cleaned_data["lead_minutes"]
        if len(leads) > MOST_LEADS:
            raise forms.ValidationError(_("Choose at most %(count)s.") % {"count": MOST_LEADS})
        return leads

    def values(self) -> dict:
        return {
            "channels": {key: self.cleaned_data[name] for name, key in self.names.items()},
            "digest_hour": self.cleaned_data["digest_hour"],
            "lead_minutes": self.cleaned_data["lead_minutes"],
        }


def ordered_kinds(person) -> list[str]:
    """By group as the first of each comes, then by position; those alone that can concern the person."""
    kinds = [kind for kind in KINDS.values() if kind.may is None or kind.may(person)]
    kinds.sort(key=lambda kind: (kind.position, kind.key))
    order = list(dict.fromkeys(str(kind.group) for kind in kinds))
    return [kind.key for kind in sorted(kinds, key=lambda kind: order.index(str(kind.group)))]
