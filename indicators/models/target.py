from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from indicators.models.measured import MeasuredQuerySet, OfTheIndicator


def edge(label):
    return models.DecimalField(label, max_digits=20, decimal_places=4, null=True, blank=True)


class Target(OfTheIndicator, models.Model):
    """The bands from a day on: acceptable, and within it desired. An open side has no edge; edges are inside.

    `basis` says what the numbers are: figures, times the baseline (1.05), or points added to it (+5).
    `curve` is [[day, per cent of the way from the baseline to the band], …], straight between them.
    """

    BASES = [
        ("absolute", _("The figure itself")),
        ("times", _("Times the baseline")),
        ("points", _("Added to the baseline")),
    ]

    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    valid_from = models.DateField(_("valid from"))
    basis = models.CharField(_("given as"), max_length=8, choices=BASES, default="absolute")
    acceptable_low = edge(_("acceptable from"))
    acceptable_high = edge(_("acceptable up to"))
    desired_low = edge(_("desired from"))
    desired_high = edge(_("desired up to"))
    curve = models.JSONField(_("curve"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = MeasuredQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "valid_from"],
                name="one_target_per_day",
                violation_error_message=_("There are bands from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(acceptable_low__isnull=False) | Q(acceptable_high__isnull=False),
                name="target_has_an_acceptable_band",
            ),
            models.CheckConstraint(
                condition=Q(acceptable_low__isnull=True)
                | Q(desired_low__isnull=True)
                | Q(desired_low__gte=F("acceptable_low")),
                name="target_desired_begins_within_acceptable",
            ),
            models.CheckConstraint(
                condition=Q(acceptable_high__isnull=True)
                | Q(desired_high__isnull=True)
                | Q(desired_high__lte=F("acceptable_high")),
                name="target_desired_ends_within_acceptable",
            ),
        ]
        triggers = tracked()

    def __str__(self):
        return f"{self.indicator}: {self.valid_from}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def clean(self):
        super().clean()
        if self.acceptable_low is None and self.acceptable_high is None:
            raise ValidationError(_("Say from where on, or up to where, a figure is acceptable."))
        for low, high in (("acceptable_low", "acceptable_high"), ("desired_low", "desired_high")):
            low_edge, high_edge = getattr(self, low), getattr(self, high)
            if low_edge is not None and high_edge is not None and low_edge > high_edge:
                raise ValidationError({high: _("The upper edge lies below the lower one.")})
        if not within(self.acceptable_low, self.desired_low):
            raise ValidationError({"desired_low": _("Desired figures are acceptable ones too.")})
        if not within(self.desired_high, self.acceptable_high):
            raise ValidationError({"desired_high": _("Desired figures are acceptable ones too.")})


def within(smaller, larger) -> bool:
    return smaller is None or larger is None or smaller <= larger
