from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Follower(models.Model):
    """How far one reader of the history has come: everything up to (transaction, entry) is dealt with.

    `floor` is the last entry of a history that was restored from another server, whose transactions counted anew.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    moved_at = models.DateTimeField(_("last moved"), default=timezone.now)

    class Meta:
        verbose_name = _("reader of the history")
        verbose_name_plural = _("readers of the history")

    def __str__(self):
        return self.name
