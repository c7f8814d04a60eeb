"""Rows of one's own or of some teams: in one form for lists in order, in another where words or tags narrow them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import BooleanField, F, Func

# Columns that have an index together with reach.
NARROWING = ("search", "tags")


def reach_column():
    """Who reaches a row, as one array: its team, and its owner as a negative number."""
    return Func(F("team_id"), F("owner_id"), arg_joiner=", -", template="ARRAY[%(expressions)s]")


def reach_indexes(stem: str):
    """By words and by tags, among what somebody reaches or among all: one index reads both at once.

    Apart, the rows of a team would all be gathered to keep a few of them.
    """
    return [
        GinIndex(reach_column(), OpClass("search", name="gin_trgm_ops"), name=f"{stem}_search_in_reach"),
        GinIndex(reach_column(), F("tags"), name=f"{stem}_tags_in_reach"),
    ]


class Reached(Func):
    """Whether a row is this person's or of one of these teams.

    For lists in an order the B-trees of owner and team serve. Beside them the database would not choose the
    index of `reach_indexes()` alone, so a query by words or tags asks for the same rows by that one's column.
    """

    output_field = BooleanField()

    def __init__(self, owner_id: int, team_ids=()):
        super().__init__(F("team_id"), F("owner_id"))
        self.owner_id, self.team_ids = owner_id, tuple(team_ids)

    def as_sql(self, compiler, connection, **context):
        team, owner = (compiler.compile(column)[0] for column in self.get_source_expressions())
        if is_narrowed(compiler.query.where):
            return f"ARRAY[{team}, -{owner}] && %s::bigint[]", [[*self.team_ids, -self.owner_id]]
        if not self.team_ids:
            return f"{owner} = %s", [self.owner_id]
        teams = ", ".join(["%s"] * len(self.team_ids))
        return f"({owner} = %s OR {team} IN ({teams}))", [self.owner_id, *self.team_ids]


def is_narrowed(condition) -> bool:
    """Whether a column with an index beside reach limits the rows, whichever of its alternatives holds."""
    if not hasattr(condition, "children"):
        return _column(condition) in NARROWING
    if condition.negated:
        return False
    return (any if condition.connector == "AND" else all)(map(is_narrowed, condition.children))


def _column(lookup):
    return getattr(getattr(getattr(lookup, "lhs", None), "target", None), "name", None)
