from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from indicators.models.measured import MeasuredQuerySet, OfTheIndicator


class Annotation(OfTheIndicator, models.Model):
    """What happened on a day, written beside the line: a campaign, a holiday, a mistake in the data."""

    KINDS = [("event", _("Event")), ("change", _("Change of how we work")), ("data", _("Problem with the data"))]

    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="annotations", verbose_name=_("indicator")
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS, default="event")
    text = models.CharField(_("what happened"), max_length=200)
    written_by = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    objects = MeasuredQuerySet.as_manager()

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering = ["day", "pk"]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()
