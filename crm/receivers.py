"""What crm hears from others."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db.models.signals import m2m_changed, post_migrate
from django.dispatch import receiver

from crm.actions.history import record
from crm.models import User
from crm.models.user import ADMINISTRATOR
from crm.signals import goes_back


@receiver(post_migrate, dispatch_uid="crm.install_defaults")
def install_defaults(sender, plan=(), **_):
    """Once every app's tables stand: the organisation's row, the default roles, the throttle's table."""
    if sender.name != "crm" or goes_back(plan):
        return
    from django.core.management import call_command

    from crm.actions.access import install_defaults
    from crm.actions.organization import install_organization

    call_command("createcachetable", verbosity=0)
    install_organization()
    install_defaults()


@receiver(m2m_changed, sender=User.roles.through, dispatch_uid="crm.staff_follows_role")
def staff_follows_role(instance, action, reverse, pk_set, **_):
    """Who has the administrator role may open /admin/, whichever path gave or took it."""
    if not action.startswith("post_"):
        return
    if reverse:
        people = User.objects.filter(pk__in=pk_set or ())
    else:
        people = [instance]
    for user in people:
        is_staff = user.is_superuser or user.roles.filter(key=ADMINISTRATOR).exists()
        if user.is_staff != is_staff:
            user.is_staff = is_staff
            User.objects.filter(pk=user.pk).update(is_staff=is_staff)


@receiver([authenticator_added, authenticator_removed], dispatch_uid="crm.second_step_changed")
def second_step_changed(request, user, **_):
    """Whoever signed in before the change must do so again, except where it was made."""
    from crm.actions.user import end_sessions

    end_sessions(user, but=request.session.session_key)


SECOND_STEPS = {
    (authenticator_added, Authenticator.Type.TOTP): "second_step_on",
    (authenticator_removed, Authenticator.Type.TOTP): "second_step_off",
    (authenticator_reset, Authenticator.Type.RECOVERY_CODES): "recovery_codes_made",
}


@receiver([authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="crm.second_step_history")
def write_second_step(user, authenticator, signal, **_):
    verb = SECOND_STEPS.get((signal, authenticator.type))
    if verb:
        record(user, verb, by=user)


@receiver(password_changed, dispatch_uid="crm.password_changed")
def write_password_changed(user, **_):
    record(user, "password_changed", by=user)


@receiver(password_reset, dispatch_uid="crm.password_reset")
def write_password_reset(user, **_):
    record(user, "password_reset", by=user)
