"""The newest rows about many records, each record's own index walked no further than the page needs."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.expressions import RawSQL

STATEMENT = """
    SELECT newest.number
    FROM unnest(%s::int[], %s::bigint[]) AS subject(kind, number)
    CROSS JOIN LATERAL ({each}) AS newest(number, moment)
    ORDER BY newest.moment DESC, newest.number DESC LIMIT %s
"""


def newest_about(rows, subjects, *, moment: str, size: int):
    """The `size` rows of queryset `rows` (with record_type and record_id) newest by `moment`, in one query.

    `subjects` lists (model, [ids]).
    """
    newest_first = (f"-{moment}", "-pk")
    kinds, numbers = flat(subjects)
    if len(numbers) == 1:
        return rows.filter(record_type_id=kinds[0], record_id=numbers[0]).order_by(*newest_first)[:size]
    of_subject = rows.filter(
        record_type_id=RawSQL("subject.kind", ()),
        record_id=RawSQL("subject.number", ()),
    )
    each, params = of_subject.order_by(*newest_first).values_list("pk", moment)[:size].query.sql_with_params()
    # Only the statement Django itself wrote is put in; every value stays a parameter.
    found = RawSQL(STATEMENT.format(each=each), (kinds, numbers, *params, size))  # noqa: S611
    return rows.model._base_manager.filter(pk__in=found).order_by(*newest_first)


def flat(subjects) -> tuple[list[int], list[int]]:
    """Two lists of one length: content type ids and record ids."""
    kinds, numbers = [], []
    for model, ids in subjects:
        kind = ContentType.objects.get_for_model(model).pk
        kinds += [kind] * len(ids)
        numbers += ids
    return kinds, numbers
