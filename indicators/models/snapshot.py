from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.indicator import GRAINS, Indicator
from indicators.models.measured import MeasuredQuerySet, OfTheIndicator

BANDS = [one for one in Indicator.STATUSES if one[0] not in ("waiting",)]


class SnapshotQuerySet(MeasuredQuerySet):
    def current(self):
        return self.filter(is_current=True)

    def final(self):
        return self.filter(maturity="final")

    def known_at(self, moment):
        """The measurement of each period that was believed at that moment."""
        return self.filter(made_at__lte=moment).filter(
            Q(restated_by__isnull=True) | Q(restated_by__made_at__gt=moment)
        )


class Snapshot(OfTheIndicator, models.Model):
    """A figure of one past period as it was measured. Never changed: what differs later is another revision.

    `numerator`, `denominator` and `value` are in the metric's unit, null where there was nothing to go by;
    `members_digest` is of the records behind it, with their amounts.
    """

    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="snapshots", verbose_name=_("indicator")
    )
    grain = models.CharField(_("measured"), max_length=7, choices=GRAINS)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    kpi_version = models.PositiveSmallIntegerField(_("version of the metric"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    value = models.DecimalField(_("figure"), max_digits=30, decimal_places=6, null=True)
    numerator = models.DecimalField(_("numerator"), max_digits=30, decimal_places=6, null=True)
    denominator = models.DecimalField(_("denominator"), max_digits=30, decimal_places=6, null=True)
    n = models.PositiveIntegerField(_("number of records"), default=0)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    standing = models.CharField(max_length=13)
    maturity = models.CharField(max_length=8)
    final_from = models.DateTimeField()
    members_digest = models.CharField(_("digest"), max_length=64)
    is_current = models.BooleanField(default=True)
    band = models.CharField(_("band"), max_length=10, choices=BANDS, blank=True)
    signal = models.CharField(_("signal"), max_length=10, blank=True)
    target = models.ForeignKey("indicators.Target", models.SET_NULL, null=True, related_name="+")
    baseline = models.ForeignKey("indicators.Baseline", models.SET_NULL, null=True, related_name="+")
    restates = models.OneToOneField("self", models.CASCADE, null=True, related_name="restated_by")
    made_at = models.DateTimeField(_("measured at"), default=timezone.now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["indicator", "-period_start", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "grain", "period_start", "revision"],
                name="one_measurement_per_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "grain", "period_start"],
                condition=Q(is_current=True),
                name="one_current_measurement_per_period",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.period_start}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    @property
    def is_final(self) -> bool:
        return self.maturity == "final"


class Listed(ArrayField):
    """Values as the database gave them: to prepare thousands one by one takes longer than to store them."""

    def get_db_prep_value(self, value, connection, prepared=False):
        return value

    def deconstruct(self):
        name, __, args, options = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, options


class SnapshotMembers(models.Model):
    """The facts behind one number of a measurement, in order of their ids, with what each added to a sum."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="members")
    role = models.CharField(max_length=11)
    ids = Listed(models.BigIntegerField())
    amounts = Listed(models.DecimalField(max_digits=30, decimal_places=6, null=True), null=True)

    class Meta:
        verbose_name = _("records of a measurement")
        verbose_name_plural = _("records of measurements")
        constraints = [models.UniqueConstraint(fields=["snapshot", "role"], name="one_list_of_members_per_role")]
