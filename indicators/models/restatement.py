from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import append_only
from indicators.models.measured import OfTheIndicator


class RestatementQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        from indicators.models.indicator import Indicator

        return self.filter(new__indicator__in=Indicator.objects.visible_to(user, action))


class Restatement(OfTheIndicator, models.Model):
    """Why a final figure is another now: which records came, went, or count differently.

    `moved` is {role: {"added": [ids], "removed": [ids], "changed": [[id, before, after]]}}; without a list
    of members on one side it is empty and `is_traced` false.
    """

    old = models.OneToOneField("indicators.Snapshot", models.CASCADE, related_name="+", verbose_name=_("before"))
    new = models.OneToOneField(
        "indicators.Snapshot", models.CASCADE, related_name="restatement", verbose_name=_("after")
    )
    moved = models.JSONField(_("records that moved it"), default=dict)
    is_traced = models.BooleanField(default=True)
    cause = models.CharField(
        _("cause"),
        max_length=10,
        choices=[("records", _("Records changed")), ("definition", _("The metric was defined anew"))],
    )
    made_at = models.DateTimeField(_("restated"), default=timezone.now)

    objects = RestatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        ordering = ["-pk"]
        triggers = [append_only("a restatement")]

    def __str__(self):
        return f"{self.old} → {self.new}"
