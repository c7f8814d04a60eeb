"""One person's effective access in words: for each record and action how far, and which role gives it."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.actions.access import guarded_models
from crm.models import Grant, Role
from crm.models.role import Scope
from crm.permissions import ACTIONS, WHOLE_ACTIONS, action_label


@dataclass
class Cell:
    label: str
    words: str
    roles: str = ""
    is_none: bool = False


@dataclass
class Line:
    label: str
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Matrix:
    heads: list[str]
    lines: list[Line]
    roles: list[Role]
    teams: list[str]
    is_active: bool = True


def matrix(user) -> Matrix:
    """Read from the same grants as `user.access`; three queries."""
    roles = list(user.roles.all())
    grants = list(Grant.objects.filter(role__in=roles).select_related("role"))
    actions = [*ACTIONS, *sorted({grant.action for grant in grants} - set(ACTIONS))]
    lines = [Line(capfirst(model._meta.verbose_name_plural)) for model in guarded_models()]
    for line, model in zip(lines, guarded_models(), strict=True):
        record_type = ContentType.objects.get_for_model(model)
        mine = [grant for grant in grants if grant.record_type_id == record_type.pk]
        line.cells = [cell(user, action, [grant for grant in mine if grant.action == action]) for action in actions]
    heads = [action_label(action) for action in actions]
    return Matrix(heads, lines, roles, reached_teams(user), user.is_active)


def cell(user, action, grants) -> Cell:
    scope = user.access.scope_of(grants)
    given_by = sorted(str(grant.role) for grant in grants if grant.scope == scope) if scope else []
    if user.is_superuser:
        given_by = [_("Superuser")]
    return Cell(action_label(action), words(action, scope), ", ".join(given_by), not scope)


def words(action, scope) -> str:
    """How far, as one would say it; creating and importing have no "whose"."""
    if not scope:
        return _("No")
    if action in WHOLE_ACTIONS:
        return _("Yes")
    return {
        Scope.OWN: _("Only own"),
        Scope.TEAM: _("Of the team"),
        Scope.TREE: _("Of the team and those below"),
        Scope.ALL: _("All"),
    }[scope]


def reached_teams(user) -> list[str]:
    return [str(team) for team in (user.team, *user.other_teams.all()) if team]
