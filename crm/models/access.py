"""What one person may do: the widest grant of their roles for each record and action."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from django.utils.functional import cached_property

from crm.models.reach import Reached
from crm.models.role import Scope

EVERYTHING, NOTHING = Q(), Q(pk__in=())
FACTS = """
    SELECT
        (
            SELECT coalesce(json_agg(json_build_array(record_type_id, action, scope)), '[]')
            FROM (
                SELECT record_type_id, action, max(scope) AS scope
                FROM crm_grant JOIN crm_user_roles USING (role_id)
                WHERE user_id = %(user)s
                GROUP BY record_type_id, action
            ) AS widest
        ),
        ARRAY(SELECT team_id FROM crm_user_other_teams WHERE user_id = %(user)s),
        ARRAY(
            WITH RECURSIVE below AS (
                SELECT %(team)s::bigint AS id
                UNION SELECT team_id FROM crm_user_other_teams WHERE user_id = %(user)s
                UNION SELECT team.id FROM crm_team AS team JOIN below ON team.parent_id = below.id
            )
            SELECT id FROM below WHERE id IS NOT NULL
        ),
        ARRAY(
            SELECT coalesce(record_type_id, 0) || ':' || coalesce(record_id, 0)
            FROM crm_notice WHERE person_id = %(user)s AND read_at IS NULL ORDER BY id DESC LIMIT 100
        )
"""


class Access:
    """Answers for one user; built once per request as `user.access`, from one query."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def _facts(self) -> tuple[list, list, list, list]:
        """(grants, other teams, own teams and all below them, unread notices).

        Written out: every request asks, and the ORM takes longer than the database.
        """
        with connection.cursor() as cursor:
            cursor.execute(FACTS, {"user": self.user.pk, "team": self.user.team_id})
            return cursor.fetchone()

    @cached_property
    def _scopes(self) -> dict[tuple[int, str], int]:
        return {(record_type, action): scope for record_type, action, scope in self._facts[0]}

    @property
    def unread(self) -> list[str]:
        """What their unread notices are about, "kind:number" of each; the newest hundred."""
        return self._facts[3]

    @cached_property
    def own_team_ids(self) -> frozenset[int]:
        return frozenset({self.user.team_id, *self._facts[1]} - {None})

    @cached_property
    def tree_team_ids(self) -> frozenset[int]:
        return frozenset(self._facts[2])

    def scope(self, action: str, model) -> Scope:
        """How far `action` on `model` reaches; models may borrow the grants of another (access_model)."""
        if not self.user.is_active:
            return Scope.NONE
        if self.user.is_superuser:
            return Scope.ALL
        model = getattr(model, "access_model", lambda: model)()
        key = (ContentType.objects.get_for_model(model).pk, action)
        return Scope(self._scopes.get(key, Scope.NONE))

    def scope_of(self, grants) -> Scope:
        """The widest of these grants, as `scope()` would answer."""
        if not self.user.is_active:
            return Scope.NONE
        if self.user.is_superuser:
            return Scope.ALL
        return Scope(max((grant.scope for grant in grants), default=Scope.NONE))

    def may(self, action: str, model) -> bool:
        return self.scope(action, model) > Scope.NONE

    def reaches_all(self, action: str, model) -> bool:
        return self.scope(action, model) == Scope.ALL

    def team_ids(self, scope: Scope) -> frozenset[int]:
        return self.tree_team_ids if scope == Scope.TREE else self.own_team_ids

    def condition(self, action: str, model, owner="owner", team="team") -> Q:
        """The rows of `model` that `action` reaches, for a queryset's filter()."""
        scope = self.scope(action, model)
        if scope == Scope.ALL:
            return EVERYTHING
        if scope == Scope.NONE:
            return NOTHING
        own = Q(**{f"{owner}_id": self.user.pk})
        teams = self.team_ids(scope) if scope > Scope.OWN else ()
        return own | Q(**{f"{team}_id__in": sorted(teams)}) if teams else own

    def reached(self, action: str, model) -> Q:
        """`condition()` for records with an owner and a team of their own, which also words and tags can look up."""
        scope = self.scope(action, model)
        if scope in (Scope.ALL, Scope.NONE):
            return self.condition(action, model)
        return Q(Reached(self.user.pk, sorted(self.team_ids(scope)) if scope > Scope.OWN else ()))

    def parts(self, action: str, model, owner="owner", team="team") -> list[Q]:
        """`condition()` in parts that share no row, each answered by one index: for adding up many rows."""
        scope = self.scope(action, model)
        if scope in (Scope.ALL, Scope.NONE):
            return [self.condition(action, model)]
        own = Q(**{f"{owner}_id": self.user.pk})
        teams = sorted(self.team_ids(scope)) if scope > Scope.OWN else []
        if not teams:
            return [own]
        elsewhere = Q(**{f"{team}__isnull": True}) | ~Q(**{f"{team}_id__in": teams})
        return [Q(**{f"{team}_id__in": teams}), own & elsewhere]

    def covers(self, action: str, record) -> bool:
        """Whether `action` reaches this one record, by its own owner and team, or whose else it says it is."""
        scope = self.scope(action, type(record))
        if scope in (Scope.ALL, Scope.NONE):
            return scope == Scope.ALL
        if record.is_of(self.user, action) if hasattr(record, "is_of") else record.owner_id == self.user.pk:
            return True
        return scope > Scope.OWN and record.team_id in self.team_ids(scope)
