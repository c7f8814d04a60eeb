from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lease(models.Model):
    """Something only one worker may do at a time; it ends by itself when its holder died."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    holder = models.CharField(max_length=40)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self):
        return self.name
