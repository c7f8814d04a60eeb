"""Saved views: keep a list as one likes it, share it, pin it, put it in order."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.models import SavedView
from crm.models.role import Scope


def may_share(by, *, team=None, is_for_all=False) -> bool:
    """Whether this person may show a view to that team, or to everybody."""
    scope = by.access.scope("share", SavedView)
    if is_for_all:
        return scope == Scope.ALL
    return team is None or scope == Scope.ALL or (scope >= Scope.TEAM and team.pk in by.access.team_ids(scope))


def _require_share(by, team, is_for_all):
    if not may_share(by, team=team, is_for_all=is_for_all):
        raise PermissionDenied(_("Your role does not allow sharing this view."))


@transaction.atomic
def save(view: SavedView, *, by, is_pinned=False) -> SavedView:
    """Keep a new view as `by`'s own, after their others."""
    _require_share(by, view.team, view.is_for_all)
    view.owner = by
    last = SavedView.objects.of(view.record_type.model_class()).aggregate(last=Max("position"))["last"]
    view.position = (last or 0) + 1
    view.full_clean()
    view.save()
    _pin(view, by, is_pinned)
    return view


@transaction.atomic
def change(view: SavedView, *, by, values: dict, is_pinned=None) -> SavedView:
    view = _own(view, by)
    for name in ("name", "query", "team", "is_for_all"):
        setattr(view, name, values.get(name, getattr(view, name)))
    _require_share(by, view.team, view.is_for_all)
    view.full_clean()
    view.save()
    if is_pinned is not None:
        _pin(view, by, is_pinned)
    return view


@transaction.atomic
def delete(view: SavedView, *, by):
    """The view goes, the records stay."""
    _own(view, by).delete()


def pin(view: SavedView, *, by, is_pinned: bool):
    """In one's own menu; nobody else's."""
    if not SavedView.objects.visible_to(by).filter(pk=view.pk).exists():
        raise PermissionDenied
    _pin(view, by, is_pinned)


def _pin(view, by, is_pinned):
    (view.pinned_by.add if is_pinned else view.pinned_by.remove)(by)


@transaction.atomic
def move(view: SavedView, *, by, is_up: bool):
    """One place up or down among the views of its list that `by` may arrange."""
    view = _own(view, by)
    beside = SavedView.objects.visible_to(by, "change").filter(record_type=view.record_type, mode=view.mode)
    order = list(beside.select_for_update(of=("self",)))
    at = order.index(view)
    to = at + (-1 if is_up else 1)
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    places = sorted(one.position for one in order)
    if len(set(places)) < len(places):
        places = range(1, len(order) + 1)
    for one, place in zip(order, places, strict=True):
        SavedView.objects.filter(pk=one.pk).update(position=place)


def _own(view, by) -> SavedView:
    """The view as it is now, if `by` may change it."""
    found = SavedView.objects.visible_to(by, "change").filter(pk=view.pk).first()
    if found is None:
        raise PermissionDenied(_("Only who made this view may change it."))
    return found
