"""Which records a page's timeline is about."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from crm.models import Company
from crm.timelines.relative import branches_of
from crm.ui.registry import registry


def subjects_of(user, record) -> list[tuple]:
    """The record and its visible relatives as (model, [ids]); worked out once for one page."""
    known = record.__dict__.setdefault("_subjects_by_reader", {})
    if user.pk not in known:
        found = {(type(record), record.pk): None} | dict.fromkeys(relatives(user, type(record), [record.pk]))
        known[user.pk] = by_model(found)
    return known[user.pk]


def origins_of(user, record) -> dict[tuple, int]:
    """What shows beside them from below: (model, id) of each visible branch and its relatives -> the branch."""
    units = branches_of(user, record)
    if not units:
        return {}
    found = {(Company, unit): unit for unit in units} | relatives(user, Company, units)
    for model, ids in subjects_of(user, record):
        for pk in ids:
            found.pop((model, pk), None)
    return found


def relatives(user, model, ids) -> dict[tuple, int]:
    """(model, id) of every visible relative of these records -> the one of them it belongs to."""
    found = {}
    for source in registry.relatives[model._meta.label_lower]:
        for kind, pairs in source(user, ids):
            for pk, of in pairs:
                found.setdefault((kind, pk), of)
    return found


def by_model(subjects) -> list[tuple]:
    found = defaultdict(list)
    for model, pk in subjects:
        found[model].append(pk)
    return list(found.items())


def about_any(subjects) -> Q:
    """Rows about one of these records."""
    found = Q(pk__in=())
    for model, ids in subjects:
        found |= Q(record_type=ContentType.objects.get_for_model(model), record_id__in=ids)
    return found
