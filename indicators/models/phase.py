from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from indicators.models.planned import OfThePlan, PartQuerySet


class Phase(OfThePlan, models.Model):
    """A stretch of the plan: what matters most comes in the first."""

    plan = models.ForeignKey("indicators.Plan", models.CASCADE, related_name="phases", verbose_name=_("plan"))
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="phase_ends_after_it_starts"),
            models.UniqueConstraint(fields=["plan", "name"], name="one_phase_per_name"),
        ]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.plan.get_absolute_url()

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("A phase ends after it starts.")})
