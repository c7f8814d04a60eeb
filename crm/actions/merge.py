"""Two records of one customer become one, and two again.

The kept record gets what it lacks, everything that belongs to the other moves to it, and the other is gone from
sight, its address leading on. A Merge row knows what was done, so undo() gives each its own back, but for
what somebody changed since: that stays as they left it.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import mergemove
from crm.actions import record as records
from crm.actions.history import acting, action, record
from crm.actions.mergepart import joined
from crm.exceptions import Conflict
from crm.models import Merge


@dataclass
class Undone:
    """`record` is there again; `kept_labels` are fields edited since, `lost` counts rows moved or removed since."""

    record: object
    kept_labels: list[str]
    lost: int


@action
def merge(kept, *, by, absorbed, choices=None, versions=None):
    """`absorbed` becomes part of `kept`, which is returned.

    `choices` says by part (crm.actions.mergepart) whose value counts where both have one; `versions` are those of
    (kept, absorbed) that were compared: Conflict when either is another by now. Sent twice, it is done once.
    """
    kept, absorbed = both_locked(type(kept), kept.pk, absorbed.pk)
    if absorbed.merged_into_id == kept.pk:
        return kept
    require_mergeable(kept, absorbed, by)
    if versions is not None and tuple(versions) != (kept.version, absorbed.version):
        raise Conflict(kept, {})
    made = Merge.objects.create(
        record_type=ContentType.objects.get_for_model(kept), kept_id=kept.pk, absorbed_id=absorbed.pk, by=by
    )
    with acting(by, cause=f"merge {made.pk}"):
        records.plan_anew()
        values = joined(kept, absorbed, choices or {})
        before = columns(kept)
        mergemove.move(made, kept, absorbed)
        hide(absorbed, kept)
        kept = kept_with(kept, absorbed, values, by)
        after = columns(kept)
        made.fields = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        made.save(update_fields=["fields"])
        record(kept, "merged", by=by, absorbed=absorbed.pk, name=str(absorbed))
    return kept


def both_locked(model, kept: int, absorbed: int) -> tuple:
    """Both as they are now, locked in one order whichever way around two people merge them."""
    rows = model.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept, absorbed])
    return rows[kept], rows[absorbed]


def require_mergeable(kept, absorbed, by):
    records.require(by, "change", kept)
    records.require(by, "change", absorbed)
    records.require(by, "delete", absorbed)
    if kept.pk == absorbed.pk:
        raise ValidationError({"absorbed": _("Choose another record than this one.")})
    if kept.deleted_at or absorbed.deleted_at:
        raise ValidationError(_("One of the two is in the trash or was merged already."))


def kept_with(kept, absorbed, values, by):
    """The kept record with what it takes over; a head office that was the other of the two becomes that one's."""
    kept.refresh_from_db()
    # What moved may have made it a branch of its own branch.
    kept.clean()
    for one in type(kept)._meta.concrete_fields:
        is_own_kind = one.related_model is type(kept) and one.editable
        if is_own_kind and getattr(kept, one.attname) == absorbed.pk:
            above = getattr(absorbed, one.name)
            values = values | {one.name: None if above == kept else above}
    return records.edit(kept, by=by, values=values)


def hide(absorbed, kept):
    now = timezone.now()
    type(absorbed).objects.filter(pk=absorbed.pk).update(
        deleted_at=now, merged_into=kept, updated_at=now, version=F("version") + 1
    )


def columns(row) -> dict:
    """The columns a merge may change, by name, as JSON holds them."""
    return {one.attname: mergemove.plain(one, row) for one in type(row)._meta.concrete_fields if one.editable}


@action
def undo(absorbed, *, by) -> Undone:
    """Both records are two again. ValidationError where the kept one is itself part of a third by now, or gone."""
    made = Merge.objects.select_for_update().of(absorbed).standing().first()
    if made is None:
        return Undone(absorbed, [], 0)
    kept, absorbed = both_locked(type(absorbed), made.kept_id, made.absorbed_id)
    records.require(by, "change", kept)
    records.require(by, "delete", absorbed)
    if kept.deleted_at:
        raise ValidationError(_("Bring %(record)s back first: it holds what belongs to this one.") % {"record": kept})
    with acting(by, cause=f"merge {made.pk} undone"):
        records.plan_anew()
        show(absorbed)
        lost = mergemove.move_back(made)
        kept_labels = give_back(made, kept)
        record(kept, "unmerged", by=by, absorbed=absorbed.pk, name=str(absorbed))
    made.undone_at, made.undone_by = timezone.now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    absorbed.refresh_from_db()
    return Undone(absorbed, kept_labels, lost)


def show(absorbed):
    type(absorbed).objects.filter(pk=absorbed.pk).update(
        deleted_at=None, merged_into=None, updated_at=timezone.now(), version=F("version") + 1
    )


def give_back(made, kept) -> list[str]:
    """The kept record's fields as before the merge; returns the labels of those that somebody changed since."""
    kept.refresh_from_db()
    fields = {one.attname: one for one in type(kept)._meta.concrete_fields}
    told = []
    for name, (before, after) in made.fields.items():
        now = mergemove.plain(fields[name], kept)
        if isinstance(now, (list, dict)):
            setattr(kept, name, without_joined(before, after, now))
        elif now == after:
            setattr(kept, name, fields[name].to_python(before))
        else:
            told.append(str(fields[name].verbose_name))
    kept.version += 1
    kept.save()
    return told


def without_joined(before, after, now):
    """A list without what the merge added, or custom fields as before where nobody filled them anew."""
    if isinstance(now, list):
        return before if now == after else [one for one in now if one in before or one not in after]
    same = {key for key in after if now.get(key) == after[key]}
    return {key: value for key, value in now.items() if key not in same} | {
        key: before[key] for key in same if key in before
    }
