"""What happens to a person's account: roles, team, closing and opening it, handing over the work."""

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from crm.actions import apitoken as apitokens
from crm.actions import record as records
from crm.actions.history import action, record
from crm.models import OwnedRecord, User
from crm.models.role import Scope
from crm.models.user import ADMINISTRATOR


def require_to_manage(by, user: User, verb="change"):
    """Only administrators touch an administrator's account, whatever else their role grants."""
    records.require(by, verb, user)
    if by is not None and user.is_staff and not by.is_staff:
        raise PermissionDenied(_("Only an administrator may change an administrator's account."))


def may_manage(by, user: User) -> bool:
    return by.access.covers("change", user) and (by.is_staff or not user.is_staff)


@action
def edit(user: User, *, by, values: dict, roles=None) -> User:
    """Set these fields and, where given, the roles."""
    require_to_manage(by, user)
    values = dict(values)
    teams = values.pop("other_teams", None)
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean()
    user.save()
    if teams is not None and set(teams) != set(user.other_teams.all()):
        user.other_teams.set(teams)
        record(user, "other_teams_changed", by=by, new=sorted(map(str, teams)))
    if roles is not None:
        give_roles(user, by=by, roles=roles)
    return user


@action
def give_roles(user: User, *, by, roles) -> User:
    """Give exactly these roles. Whoever does not reach all accounts gives none, and so raises nobody."""
    before, after = set(user.roles.all()), set(roles)
    if before == after:
        return user
    if by is not None and by.access.scope("change", User) < Scope.ALL:
        raise PermissionDenied(_("Only who may change every account gives roles."))
    changed = {role.key for role in before ^ after}
    if ADMINISTRATOR in changed and by is not None and not by.is_staff:
        raise PermissionDenied(_("Only an administrator makes administrators."))
    if ADMINISTRATOR in {role.key for role in before - after}:
        _require_another_administrator(user)
    user.roles.set(after)
    record(user, "roles_changed", by=by, old=sorted(map(str, before)), new=sorted(map(str, after)))
    return user


def is_last_administrator(user) -> bool:
    return not User.objects.administrators().exclude(pk=user.pk).exists()


def _require_another_administrator(user):
    if is_last_administrator(user):
        raise ValidationError(_("%(person)s is the last administrator. Name another one first.") % {"person": user})


@action
def edit_profile(user: User, *, by, values: dict) -> User:
    """What everybody sets about themselves: words, looks, mail."""
    if user != by:
        raise PermissionDenied
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean()
    user.save()
    return user


_leaving: list = []


def on_leaving(function):
    """Call `function(user, by=…)` in the transaction that closes an account: apps end there what they gave it."""
    if function not in _leaving:
        _leaving.append(function)
    return function


@action
def deactivate(user: User, *, by, heir: User | None = None) -> int:
    """Close the account: sessions, tokens and invitations die at once. Returns how many records went to `heir`."""
    require_to_manage(by, user)
    if user == by:
        raise ValidationError(_("You cannot deactivate your own account."))
    if user.is_staff:
        _require_another_administrator(user)
    moved = hand_over(user, by=by, heir=heir) if heir else 0
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    apitokens.revoke_all(user, by=by)
    for function in _leaving:
        function(user, by=by)
    user.invitations.open().delete()
    record(user, "deactivated", by=by)
    return moved


@action
def reactivate(user: User, *, by):
    """Open the account again: with its password and roles, without its former sessions and tokens."""
    require_to_manage(by, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(user, "reactivated", by=by)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign the person out everywhere, except in the session with the key `but`."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but)
    for session in sessions:
        SessionStore().delete(session.session_key)
    return sessions.delete()[0]


@action
def end_session(session: UserSession, *, by):
    """Sign the person out of one browser."""
    session.end()
    record(session.user, "session_ended", by=by, count=1)


def open_work(user: User) -> list[tuple[type, int]]:
    """How many open records of each kind the person owns, kinds without any left out."""
    counted = [(model, _open(model.objects.filter(owner=user)).count()) for model in owned_models()]
    return [(model, count) for model, count in counted if count]


def owned_models() -> list[type]:
    found = [model for model in apps.get_models() if issubclass(model, OwnedRecord)]
    # What acts with its owner's rights is nobody's to be given: it stops, and who wants it takes it over.
    return [model for model in found if not getattr(model, "acts_for_owner", False)]


def _open(queryset):
    return queryset.open() if hasattr(queryset, "open") else queryset.alive()


@action
def hand_over(user: User, *, by, heir: User) -> int:
    """Give all open records of one person to another, within the reach of who does it."""
    if heir == user or not heir.is_active:
        raise ValidationError({"heir": _("Choose another, active person.")})
    moved = 0
    for model in owned_models():
        if by is None or by.access.may("change", model):
            rows = model.objects.all() if by is None else model.objects.visible_to(by, "change")
            moved += records.change_many(
                _open(rows.filter(owner=user)), by=by, values={"owner": heir}, cause="hand-over"
            )
    if moved:
        record(user, "handed_over", by=by, heir=heir.pk, count=moved)
    return moved
