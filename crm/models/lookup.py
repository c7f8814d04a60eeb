from django.db import models
from django.utils.translation import gettext_lazy as _


class SettingQuerySet(models.QuerySet):
    """Short lists that every colleague reads and administrators keep."""

    def visible_to(self, user, action="view"):
        may = user.is_active and (action == "view" or user.is_staff)
        return self.all() if may else self.none()

    def offered_to(self, user):
        """What may be chosen anew; what is switched off stays where it is."""
        has_switch = any(field.name == "is_active" for field in self.model._meta.fields)
        return self.visible_to(user).filter(is_active=True) if has_switch else self.visible_to(user)


class Lookup(models.Model):
    """A short list that administrators keep."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = SettingQuerySet.as_manager()

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
