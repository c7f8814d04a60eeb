from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.tracking import tracked


class Scope(models.IntegerChoices):
    """How far an action reaches; a larger number always contains the smaller ones."""

    NONE = 0, _("none")
    OWN = 1, _("own")
    TEAM = 2, _("team")
    TREE = 3, _("team and those below")
    ALL = 4, _("all")


class Role(models.Model):
    """A named set of grants; a person with several roles has the widest of each."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("access", "role")
        verbose_name_plural = _("roles")
        ordering = ["name"]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.name


class Grant(models.Model):
    """One role, one kind of record, one action: how far."""

    role = models.ForeignKey(
        Role, models.CASCADE, related_name="grants", verbose_name=pgettext_lazy("access", "role")
    )
    record_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("record"))
    action = models.CharField(_("action"), max_length=40)
    scope = models.PositiveSmallIntegerField(_("scope"), choices=Scope.choices, default=Scope.NONE)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(fields=["role", "record_type", "action"], name="one_grant_per_role_and_action")
        ]

    def __str__(self):
        return f"{self.role} {self.action} {self.record_type}: {self.get_scope_display()}"
