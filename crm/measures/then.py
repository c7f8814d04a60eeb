"""What a field held at an instant, worked out backwards from the append-only history."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, Expression, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast

from crm.models import HistoryEntry


class Scalar(Func):
    """The value a JSON column holds, as text; NULL for null."""

    template = "(%(expressions)s #>> '{}')"


def as_at(model, field: str, instant: datetime | Expression, known: datetime | None = None) -> Case:
    """The value at that instant: what the first later change replaced, else what the record holds now.

    `field` is tracked; links are read as their number. Changes told after `known` count as later ones.
    """
    column = model._meta.get_field(field)
    is_later = Q(occurred_at__gte=instant) | (Q(recorded_at__gt=known) if known else Q())
    later = (
        HistoryEntry.objects.filter(
            is_later,
            record_type=ContentType.objects.get_for_model(model),
            record_id=OuterRef("pk"),
            field=column.column,
        )
        .order_by("occurred_at", "pk")
        .annotate(replaced=Cast(Scalar("old"), output_field=output_of(column)))
    )
    return Case(
        When(Exists(later), then=Subquery(later.values("replaced")[:1])),
        default=F(column.attname),
        output_field=output_of(column),
    )


def output_of(column):
    """A link is read as its number."""
    return column.target_field.__class__() if column.is_relation else column.clone()
