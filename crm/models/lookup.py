from django.db import models
from django.utils.translation import gettext_lazy as _


class Lookup(models.Model):
    """A short list that administrators keep."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Sector(Lookup):
    """The line of business of a company."""

    class Meta(Lookup.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Source(Lookup):
    """Where a customer or an opportunity came from."""

    class Meta(Lookup.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
