"""How django-allauth is bent to the house: who signs in, where its mails and redirects go."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from crm.actions import mail
from crm.actions.history import acting, record

NOTICES = {
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_set": _("Your password was set"),
    "account/email/password_reset": _("Your password was changed by a link from an e-mail"),
    "mfa/email/totp_activated": _("Two-step sign-in was turned on"),
    "mfa/email/totp_deactivated": _("Two-step sign-in was turned off"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made"),
}


class PeopleBackend(ModelBackend):
    """Password against the active person of that e-mail, in the same time whether there is one or not.

    In /administration/ whoever may enter may do everything: entry is the administrator role.
    """

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and user_obj.is_staff

    def has_module_perms(self, user_obj, app_label):
        return user_obj.is_active and user_obj.is_staff


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of the second step rest encrypted; a former SECRET_KEY still opens them."""

    def _box(self):
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet(
            [Fernet(urlsafe_b64encode(sha256(f"second step {key}".encode()).digest())) for key in keys]
        )

    def encrypt(self, text):
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return self._box().decrypt(encrypted_text.encode()).decode()


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out everywhere else is written in the history of the account."""

    def end_sessions(self, sessions):
        if sessions:
            user = sessions[0].user
            with acting(user):
                super().end_sessions(sessions)
                record(user, "session_ended", by=user, count=len(sessions))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail or password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Only places of this site, written without its name."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, None)

    def send_mail(self, template_prefix, email, context):
        """allauth's own mails all go by send_notification_mail or by our forms."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        mail.send(
            "crm/account_notice",
            to=user,
            key=f"notice:{user.pk}:{secrets.token_hex(8)}",
            context={
                "what": NOTICES[template_prefix],
                "moment": timezone.localtime(),
                "ip": self.get_client_ip(self.request),
                "user_agent": self.get_http_user_agent(self.request)[:200],
                "url": settings.SITE_URL + reverse("account_change_password"),
            },
            is_about_account=True,
        )

    def get_password_change_redirect_url(self, request):
        return reverse("crm:profile")
