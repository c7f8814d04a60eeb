"""What saving a view asks: its name, who sees it, whether it stands in the menu."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import SavedView, Team
from crm.models.role import Scope
from crm.ui.forms import ScopedForm

MINE, ALL = "me", "all"


class SavedViewForm(ScopedForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    audience = forms.ChoiceField(label=_("Who sees it"))
    is_pinned = forms.BooleanField(label=_("Show it in my menu"), required=False)

    def __init__(self, *args, user, view=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["audience"].choices = audiences(user, view)
        if len(self.fields["audience"].choices) == 1:
            self.fields["audience"].widget = forms.HiddenInput()
            self.fields["audience"].initial = MINE

    def values(self) -> dict:
        audience = self.cleaned_data["audience"]
        team = Team.objects.get(pk=audience) if audience.isdigit() else None
        return {"name": self.cleaned_data["name"], "team": team, "is_for_all": audience == ALL}


def audiences(user, view=None) -> list[tuple]:
    """Only me; the teams one's right to share reaches; everybody. What the view has now stays choosable."""
    scope = user.access.scope("share", SavedView)
    teams = Team.objects.all() if scope == Scope.ALL else Team.objects.none()
    if Scope.TEAM <= scope < Scope.ALL:
        teams = Team.objects.filter(pk__in=user.access.team_ids(scope))
    found = [(MINE, _("Only me")), *((str(team.pk), team.name) for team in teams)]
    if view is not None and view.team_id and str(view.team_id) not in dict(found):
        found.append((str(view.team_id), view.team.name))
    return [*found, (ALL, _("Everybody"))] if scope == Scope.ALL or (view and view.is_for_all) else found


def audience_of(view) -> str:
    return ALL if view.is_for_all else str(view.team_id) if view.team_id else MINE


class NewViewForm(SavedViewForm):
    """Beside a new view, the one it was opened from may be brought up to date."""

    replaces = forms.BooleanField(required=False)
    field_order = ["replaces", "name", "audience", "is_pinned"]

    def __init__(self, *args, view=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = view is None
        if view is None:
            del self.fields["replaces"]
        else:
            self.fields["replaces"].label = _("Replace “%(name)s” by what is shown now") % {"name": view.name}
            self.fields["name"].help_text = _("For a new view.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("replaces") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the new view a name."))
        return cleaned
