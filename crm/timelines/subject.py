"""Which records a page's timeline is about."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from crm.ui.registry import registry


def subjects_of(user, record) -> list[tuple]:
    """The record and its visible relatives as (model, [ids]); worked out once for one page."""
    known = record.__dict__.setdefault("_subjects_by_reader", {})
    if user.pk not in known:
        relatives = [pair for source in registry.relatives[record._meta.label_lower] for pair in source(user, record)]
        known[user.pk] = [(type(record), [record.pk]), *((model, list(ids)) for model, ids in relatives if ids)]
    return known[user.pk]


def about_any(subjects) -> Q:
    """Rows about one of these records."""
    found = Q(pk__in=())
    for model, ids in subjects:
        found |= Q(record_type=ContentType.objects.get_for_model(model), record_id__in=ids)
    return found
