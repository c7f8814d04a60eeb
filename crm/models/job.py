from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=45)
MAX_ATTEMPTS = 20


class JobQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """A job and what it made belong to who started it alone."""
        return self.filter(owner=user)

    def untold(self):
        """Ended, and nobody told their owner yet."""
        return self.filter(state__in=["done", "failed"], told_at__isnull=True)

    def due(self, now=None):
        """Waiting, or held by a worker that stopped renewing its lease."""
        now = now or timezone.now()
        return self.filter(Q(state="queued") | Q(state="running", leased_until__lt=now), attempts__lt=MAX_ATTEMPTS)


class Job(models.Model):
    """Long work of one person: a row first, carried by Celery, resumable from `cursor` after a kill."""

    STATES = [
        ("draft", _("Being prepared")),
        ("queued", _("Waiting")),
        ("running", _("Running")),
        ("done", _("Done")),
        ("failed", _("Failed")),
        ("cancelled", _("Cancelled")),
    ]

    kind = models.CharField(_("kind"), max_length=40)
    owner = models.ForeignKey("crm.User", models.CASCADE, related_name="jobs")
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="queued")
    arguments = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    progress = models.PositiveBigIntegerField(_("done so far"), default=0)
    total = models.PositiveBigIntegerField(_("of"), null=True)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    told_at = models.DateTimeField(_("owner told"), null=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    unique_key = models.CharField(max_length=120, null=True, unique=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["leased_until"], condition=Q(state__in=["queued", "running"]), name="job_to_be_done"
            ),
            models.Index(fields=["owner"], condition=Q(told_at__isnull=True), name="job_to_be_told"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self):
        return reverse("crm:job-detail", args=[self.pk])

    @property
    def is_over(self):
        return self.state in ("done", "failed", "cancelled")
