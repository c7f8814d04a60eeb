from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import append_only
from indicators.models.indicator import GRAINS
from indicators.models.measured import MeasuredQuerySet, OfTheIndicator


class BaselineQuerySet(MeasuredQuerySet):
    def current(self):
        return self.filter(replaced_by__isnull=True)


class Baseline(OfTheIndicator, models.Model):
    """How it was before the start, worked out from the records and frozen. A rebase is another row.

    `mean` and the limits are in the metric's unit; `points` is [[first day, value or null, n], …];
    `digest` is of the points: the same records give the same digest.
    """

    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="baselines", verbose_name=_("indicator")
    )
    kpi_version = models.PositiveSmallIntegerField(_("version of the metric"))
    grain = models.CharField(_("measured"), max_length=7, choices=GRAINS)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    points = models.JSONField(_("points"))
    n = models.PositiveSmallIntegerField(_("number of points"))
    mean = models.DecimalField(_("mean"), max_digits=30, decimal_places=6, null=True)
    moving_range = models.DecimalField(_("mean moving range"), max_digits=30, decimal_places=6, null=True)
    lower = models.DecimalField(_("lower limit"), max_digits=30, decimal_places=6, null=True)
    upper = models.DecimalField(_("upper limit"), max_digits=30, decimal_places=6, null=True)
    is_provisional = models.BooleanField(_("provisional"))
    digest = models.CharField(_("digest"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)
    frozen_by = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.CASCADE, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(replaces__isnull=True),
                name="one_first_baseline_per_indicator",
            )
        ]
        triggers = [append_only("a baseline")]

    def __str__(self):
        return f"{self.indicator}: {self.mean}"

    @property
    def has_limits(self) -> bool:
        return self.lower is not None and self.upper is not None
