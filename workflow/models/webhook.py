import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.models.tracking import tracked
from crm.ui.routes import record_url

PREFIX = "whsec_"


def new_secret() -> str:
    """In the form of standardwebhooks.com: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def locked_away(secret: str) -> str:
    """Signing needs the secret itself, so a digest will not do: it is kept encrypted with the installation's key.

    Who reads the database alone, or a copy of it, cannot sign.
    """
    return box().encrypt(secret.encode()).decode()


def unlocked(kept: str) -> str | None:
    """None where the installation's key is another one now."""
    try:
        return box().decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def box() -> Fernet:
    key = hashlib.sha256(b"norte webhook secret\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class WebhookQuerySet(RecordQuerySet):
    def switched_on(self):
        return self.alive().filter(is_on=True)


class Webhook(OwnedRecord):
    """An address elsewhere that is told what happens: of `events` ("sales.opportunity:won"), or when a rule says so.

    What is told is what its owner may see, at that moment. Whoever changes it becomes its owner.
    """

    acts_for_owner = True

    name = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=500, help_text=_("It begins with https://"))
    events = ArrayField(models.CharField(max_length=110), verbose_name=_("what is told"), default=list, blank=True)
    secret = models.CharField(max_length=300, editable=False)
    is_on = models.BooleanField(_("switched on"), default=True, editable=False)
    on_since = models.DateTimeField(_("on since"), null=True, editable=False)
    off_reason = models.CharField(_("switched off because"), max_length=300, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    name_fold = folded("name")
    search = search_of("name", "url", "external_id")

    objects = WebhookQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        indexes = [
            *record_indexes("webhook"),
            models.Index(fields=["id"], condition=Q(is_on=True, deleted_at__isnull=True), name="webhook_switched_on"),
        ]
        triggers = tracked(silent=("secret", "failures", "failing_since", "paused_until"))

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("workflow:webhook-detail", self.pk)
