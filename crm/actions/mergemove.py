"""The rows that go along when two records become one, and back again.

Two rows that the kept record may have only once become one: the absorbed record's is set aside whole.
"""

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from crm.models import MergeMove, Record
from crm.models.relation import belongings


def move(merge, kept, absorbed):
    """All that belongs to the absorbed record belongs to the kept one, and `merge` knows which rows those are."""
    for belonging in belongings(type(kept)):
        one = MergeMove(merge=merge, model=belonging.model._meta.label, column=belonging.column)
        set_twins_aside(belonging, kept, absorbed, one)
        give_way(belonging, kept, absorbed, one)
        rows = belonging.rows(absorbed.pk).order_by("pk")
        # What of itself belonged to the other (a branch of it) is for the merge to say, not a row that moves.
        rows = rows.exclude(pk=kept.pk) if belonging.model is type(kept) else rows
        one.moved = list(rows.values_list("pk", flat=True))
        if one.moved:
            point(belonging.model._base_manager.filter(pk__in=one.moved), one.column, kept.pk)
        if one.moved or one.aside or one.changed:
            one.save()


def point(rows, column, pk) -> int:
    """Let rows belong to another record.

    One that names it in a field of its own, as a deal its company, is another version of itself by then; a note
    about it is the same note.
    """
    is_own_field = column != "record_id" and issubclass(rows.model, Record)
    touched = {"version": F("version") + 1, "updated_at": timezone.now()} if is_own_field else {}
    return rows.update(**{column: pk}, **touched)


def set_twins_aside(belonging, kept, absorbed, one):
    for constraint in belonging.unique():
        if constraint.condition is not None:
            continue
        others = [name for name in constraint.fields if name != belonging.field]
        twins = belonging.rows(kept.pk).filter(**{name: OuterRef(name) for name in others})
        for row in belonging.rows(absorbed.pk).filter(Exists(twins)).order_by("pk"):
            twin = belonging.rows(kept.pk).get(**{name: getattr(row, name) for name in others})
            one.aside.append(packed(row))
            row.delete()
            inherit(twin, row, one)


def inherit(twin, row, one):
    """What the row that stays lacks, it takes from the one set aside, unless another has what only one may have."""
    for name in getattr(row, "inherits", ()):
        before, after = getattr(twin, name), getattr(row, name)
        if before or not after or is_taken(twin, name):
            continue
        one.changed.append([twin.pk, name, before, after])
        type(twin)._base_manager.filter(pk=twin.pk).update(**{name: after})


def is_taken(twin, name) -> bool:
    """Whether another row of the same record has what only one of them may have."""
    for constraint in twin._meta.constraints:
        condition = getattr(constraint, "condition", None)
        if isinstance(constraint, models.UniqueConstraint) and condition is not None and name in named_in(condition):
            mine = {each: getattr(twin, each) for each in constraint.fields}
            if type(twin)._base_manager.filter(condition, **mine).exists():
                return True
    return False


def named_in(condition) -> set:
    return {child[0] for child in condition.children if isinstance(child, tuple)}


def give_way(belonging, kept, absorbed, one):
    """What a record may have once, such as a main company, the kept one's keeps being."""
    for constraint in belonging.unique():
        instead = getattr(belonging.model, "gives_way", {}).get(constraint.name)
        if instead is None or not belonging.rows(kept.pk).filter(constraint.condition).exists():
            continue
        for row in belonging.rows(absorbed.pk).filter(constraint.condition):
            one.changed += [[row.pk, name, getattr(row, name), after] for name, after in instead.items()]
            belonging.model._base_manager.filter(pk=row.pk).update(**instead)


def packed(row) -> dict:
    return {one.attname: plain(one, row) for one in stored(row)}


def plain(one, row):
    """A column's value as JSON can hold it, to the microsecond."""
    value = getattr(row, one.attname)
    return value if value is None or isinstance(value, (bool, int, str, list, dict)) else one.value_to_string(row)


def stored(model) -> list:
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.GeneratedField)]


def move_back(merge) -> int:
    """Each row that is where the merge put it goes back; returns how many somebody moved or removed since."""
    return sum(one_back(one, merge) for one in merge.moves.order_by("-pk"))


def one_back(one, merge) -> int:
    model = apps.get_model(one.model)
    rows = model._base_manager.filter(pk__in=one.moved, **{one.column: merge.kept_id})
    lost = len(one.moved) - point(rows, one.column, merge.absorbed_id)
    for pk, name, before, after in one.changed:
        model._base_manager.filter(pk=pk, **{name: after}).update(**{name: before})
    return lost + sum(not bring_back(model, columns) for columns in one.aside)


def bring_back(model, columns) -> bool:
    """Whether a row set aside is there again: not where what it refers to is gone, or its place is taken."""
    fields = {one.attname: one for one in stored(model)}
    row = model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})
    for values in ({}, *getattr(model, "gives_way", {}).values()):
        for name, value in values.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                # Foreign keys are otherwise looked at when all is done, too late to leave one row out.
                check_links(row)
        except (IntegrityError, model.DoesNotExist):
            continue
        return True
    return False


def check_links(row):
    for one in row._meta.concrete_fields:
        linked = getattr(row, one.attname) if one.is_relation else None
        if linked is not None and not one.related_model._base_manager.filter(pk=linked).exists():
            raise row.DoesNotExist
