import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "norte_cal_"


def digest(secret: str) -> str:
    """Keys carry 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        return self.filter(user=user)

    def holding(self, secret: str):
        """The living feed of this key, unless its person left."""
        alive = self.filter(revoked_at__isnull=True, user__is_active=True)
        return alive.filter(digest=digest(secret)).select_related("user")


class CalendarFeed(models.Model):
    """A secret address by which a calendar program reads one person's tasks; only its digest is kept."""

    user = models.ForeignKey("crm.User", models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=60, help_text=_("What reads it, such as phone or office."))
    prefix = models.CharField(_("begins with"), max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last read"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def new_secret(cls) -> str:
        return PREFIX + secrets.token_urlsafe(32)
