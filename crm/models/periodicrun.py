from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


class PeriodicRunQuerySet(models.QuerySet):
    def due(self, now=None):
        """Waiting, or held by a worker that stopped renewing its lease."""
        now = now or timezone.now()
        held = Q(state="running", leased_until__lt=now)
        return self.filter(Q(state="waiting") | held, attempts__lt=MAX_ATTEMPTS)

    def given_up(self, now=None):
        return self.filter(state="running", leased_until__lt=now or timezone.now(), attempts__gte=MAX_ATTEMPTS)


class PeriodicRun(models.Model):
    """One slot of one job that comes again and again: the row makes it run once, however many clocks tick."""

    STATES = [
        ("waiting", _("Waiting")),
        ("running", _("Running")),
        ("done", _("Done")),
        ("failed", _("Failed")),
    ]

    job = models.CharField(_("job"), max_length=100)
    slot = models.DateTimeField(_("slot"))
    state = models.CharField(_("state"), max_length=8, choices=STATES, default="waiting")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = PeriodicRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic run")
        verbose_name_plural = _("periodic runs")
        ordering = ["-slot", "job"]
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="periodicrun_once_for_each_slot")]
        indexes = [
            models.Index(fields=["slot"], condition=Q(state__in=["waiting", "running"]), name="periodicrun_to_be_run")
        ]

    def __str__(self):
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"
