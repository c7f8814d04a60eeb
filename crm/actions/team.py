"""What happens to the tree of teams."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from crm.models import Team


@action
def create(team: Team, *, by) -> Team:
    records.require_may(by, "create", Team)
    team.full_clean()
    team.save()
    return team


@action
def edit(team: Team, *, by, values: dict) -> Team:
    records.require_may(by, "change", Team)
    for name, value in values.items():
        setattr(team, name, value)
    team.full_clean()
    team.save()
    return team


@action
def remove(team: Team, *, by):
    """Only an empty team: people and records name it, and so would lose their place."""
    records.require_may(by, "change", Team)
    try:
        team.delete()
    except ProtectedError:
        raise ValidationError(
            _("%(team)s still has people, teams or records. Move them to another team first.") % {"team": team}
        ) from None
