"""How a person comes in: an account without a password, and a one-time link to set the first."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import mail
from crm.actions import record as records
from crm.actions.history import action, record
from crm.actions.user import give_roles, require_to_manage
from crm.models import Invitation, Role, User
from crm.models.apitoken import digest
from crm.models.user import ADMINISTRATOR

DAYS = 7


@action
def invite(*, by, name: str, email: str, team=None, roles=(), language="") -> User:
    """A new account and the mail with its link."""
    records.require_may(by, "create", User)
    user = User(name=name, email=User.objects.normalize_email(email), team=team, language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    give_roles(user, by=by, roles=roles)
    record(user, "invited", by=by)
    _send_link(user, by)
    return user


@action
def invite_again(user: User, *, by):
    """A new link by mail; older ones stop working."""
    require_to_manage(by, user)
    if user.has_joined or not user.is_active:
        raise ValidationError(_("%(person)s needs no invitation.") % {"person": user})
    record(user, "invited", by=by)
    _send_link(user, by)


@action
def make_administrator(*, by=None, name: str, email: str) -> tuple[User, str]:
    """From the console only: an account with the administrator role, and its link to a password."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(name=name or email.partition("@")[0], email=User.objects.normalize_email(email))
        user.set_unusable_password()
        user.full_clean()
        user.save()
    elif not user.is_active:
        raise ValidationError(_("This account is deactivated. Reactivate it first."))
    user.roles.add(Role.objects.get(key=ADMINISTRATOR))
    record(user, "made_administrator", by=by)
    return user, new_link(user, by)[1]


def _send_link(user, by):
    invitation, url = new_link(user, by)
    mail.send(
        "crm/invitation",
        to=user,
        by=by,
        key=f"invitation:{invitation.pk}",
        context={"url": url, "days": DAYS},
        is_about_account=True,
        is_secret=True,
    )


def new_link(user: User, by) -> tuple[Invitation, str]:
    """A link of 256 random bits, of which only the digest is kept; it replaces those given before."""
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    user.invitations.open().update(expires_at=now)
    invitation = Invitation.objects.create(
        user=user, digest=digest(secret), created_by=by, expires_at=now + timedelta(days=DAYS)
    )
    return invitation, settings.SITE_URL + reverse("crm:invitation", args=[secret])


def holding(secret: str) -> Invitation | None:
    """The open invitation of this link."""
    found = Invitation.objects.open().filter(digest=digest(secret), user__is_active=True)
    return found.select_related("user").first()


def accept(secret: str, *, password: str) -> User | None:
    """Use the link up and set the password; None when the link is not, or no longer, good."""
    invitation = holding(secret)
    return _accept(invitation, by=invitation.user, password=password) if invitation else None


@action
def _accept(invitation, *, by, password) -> User | None:
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(used_at=now):
        return None
    validate_password(password, by)
    by.invitations.open().update(expires_at=now)
    by.set_password(password)
    by.save(update_fields=["password"])
    record(by, "joined", by=by)
    return by
