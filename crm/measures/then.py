"""What a field held at an instant, or was known to hold, worked out backwards from the append-only history."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Exists, Expression, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast

from crm.models import HistoryEntry


class Scalar(Func):
    """The value a JSON column holds, as text; NULL for null."""

    template = "(%(expressions)s #>> '{}')"


class Elements(Func):
    """The list of texts a JSON column holds."""

    template = "ARRAY(SELECT jsonb_array_elements_text(%(expressions)s))"


def as_at(model, field: str, instant: datetime | Expression, known: datetime | None = None) -> Case:
    """The value at that instant: what the first later change replaced, else what the record holds now.

    `field` is tracked; links are read as their number. Changes told after `known` count as later ones.
    """
    column = model._meta.get_field(field)
    is_later = Q(occurred_at__gte=instant) | (Q(recorded_at__gt=known) if known else Q())
    return replaced_by(column, changes_of(model, column, is_later).order_by("occurred_at", "pk"))


def as_known(model, field: str, known: datetime) -> Case:
    """What the record held as known then: what the first change told since replaced, else what it holds."""
    column = model._meta.get_field(field)
    told_since = changes_of(model, column, Q(recorded_at__gt=known))
    return replaced_by(column, told_since.order_by("recorded_at", "pk"))


def told(found, known: datetime | None, fields):
    """Records with these fields as known then, named as `path_of` says; without `known` as they are."""
    if known is None:
        return found
    return found.annotate(**{path_of(name, known): as_known(found.model, name, known) for name in fields})


def path_of(field: str, known: datetime | None) -> str:
    return f"{field}_known" if known else field


def there(model, condition, known: datetime):
    """The records that meet a condition and were in no trash, as far as was known then."""
    found = model.objects.filter(condition).alias(deleted_then=as_known(model, "deleted_at", known))
    return found.filter(deleted_then__isnull=True)


def changes_of(model, column, which: Q):
    """Those of one field of an outer query's records."""
    kind = ContentType.objects.get_for_model(model)
    return HistoryEntry.objects.filter(which, record_type=kind, record_id=OuterRef("pk"), field=column.column)


def replaced_by(column, changes) -> Case:
    """What the first of these changes replaced, else what the record holds now."""
    raw = Elements("old") if isinstance(column, ArrayField) else Scalar("old")
    changes = changes.annotate(replaced=Cast(raw, output_field=output_of(column)))
    return Case(
        When(Exists(changes), then=Subquery(changes.values("replaced")[:1])),
        default=F(column.attname),
        output_field=output_of(column),
    )


def output_of(column):
    """A link is read as its number."""
    return column.target_field.__class__() if column.is_relation else column.clone()
