"""What happens to any record: create, edit, move to the trash, restore, change many at once."""

from copy import copy

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.history import acting, acting_now, action, moment_of_act
from crm.actions.tag import settle
from crm.exceptions import Conflict
from crm.models.record import OwnedRecord


def require(by, verb: str, record):
    """PermissionDenied unless `by` may; Norte itself (None) may."""
    if by is not None and not by.access.covers(verb, record):
        raise PermissionDenied(_("Your role does not allow this."))


def require_may(by, verb: str, model):
    if by is not None and not by.access.may(verb, model):
        raise PermissionDenied(_("Your role does not allow this."))


@action
def create(record, *, by):
    """Save a new record; without an owner it is its creator's, without a team its owner's."""
    require_may(by, "create", type(record))
    record.created_by = by
    if acting_now().moment:
        record.created_at = moment_of_act()
    _fill_owner(record, by)
    record.tags = settle(record.tags)
    record.full_clean(validate_constraints=False)
    record.save(force_insert=True)
    return record


@action
def edit(record, *, by, values: dict, version: int | None = None):
    """Set these fields. With `version`, Conflict when the record is no longer the one that was read.

    What is already as asked is no conflict: the same form sent twice, two people of one mind.
    """
    fresh = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    require(by, "change", fresh)
    if version is not None and fresh.version != version:
        if _is_so(fresh, values):
            return fresh
        raise Conflict(fresh, values)
    if "tags" in values:
        values = {**values, "tags": settle(values["tags"])}
    changed = [name for name, value in values.items() if _set(fresh, name, value)]
    if not changed:
        return fresh
    if "owner" in changed and "team" not in changed and isinstance(fresh, OwnedRecord):
        fresh.team = fresh.owner.team if fresh.owner else fresh.team
    fresh.full_clean(validate_constraints=False)
    fresh.version += 1
    fresh.save()
    return fresh


def _is_so(fresh, values) -> bool:
    """Whether the record already holds these values, written as it would write them."""
    wanted = copy(fresh)
    wanted.custom = dict(fresh.custom)
    for name, value in values.items():
        _set(wanted, name, value)
    try:
        wanted.clean()
    except ValidationError:
        return False
    return all(getattr(wanted, name) == getattr(fresh, name) for name in values)


def _set(record, name, value) -> bool:
    """Set one field; custom fields merge, so that two people may fill different ones."""
    if name == "custom":
        value = {**record.custom, **value}
    if getattr(record, name) == value:
        return False
    setattr(record, name, value)
    return True


def _fill_owner(record, by):
    if not isinstance(record, OwnedRecord):
        return
    record.owner = record.owner or by
    record.team = record.team or (record.owner and record.owner.team)


@action
def trash(record, *, by):
    """Hide the record everywhere; restore() brings it back whole."""
    require(by, "delete", record)
    _mark_deleted(record, timezone.now())


@action
def restore(record, *, by):
    require(by, "delete", record)
    _mark_deleted(record, None)


def _mark_deleted(record, moment):
    type(record).objects.filter(pk=record.pk).update(
        deleted_at=moment, updated_at=timezone.now(), version=F("version") + 1
    )
    record.deleted_at = moment


def change_many(queryset, *, by, values: dict, cause="") -> int:
    """Set the same fields on all rows of an already scoped queryset; returns how many changed.

    Raises ValidationError for a value no row may have.
    """
    model = queryset.model
    require_may(by, "change", model)
    for name, value in values.items():
        model._meta.get_field(name).clean(getattr(value, "pk", value), None)
    values = dict(values)
    if "owner" in values and "team" not in values and issubclass(model, OwnedRecord):
        if values["owner"] is None:
            raise ValidationError({"owner": _("Choose an owner.")})
        values["team"] = values["owner"].team
    with acting(by, cause=cause or None):
        plan_anew()
        return queryset.update(**values, updated_at=timezone.now(), version=F("version") + 1)


def plan_anew():
    """The history's triggers keep the plan of their first statement, often of one row: hopeless for thousands."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def trash_many(queryset, *, by) -> int:
    """Move all rows of an already scoped queryset to the trash; returns how many."""
    require_may(by, "delete", queryset.model)
    now = timezone.now()
    with acting(by):
        plan_anew()
        return queryset.update(deleted_at=now, updated_at=now, version=F("version") + 1)
