from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.models.webhook import Webhook

# Longer than one request may take altogether, looking up its name included.
LEASE = timedelta(seconds=60)


class WebhookDeliveryQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        return self.filter(webhook__in=Webhook.objects.visible_to(user, action))

    def due(self, now=None):
        """Waiting, or held by a worker that died; what its receiver is given a rest from waits."""
        now = now or timezone.now()
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        rested = Q(webhook__paused_until__isnull=True) | Q(webhook__paused_until__lte=now)
        return self.filter(free, rested, state="waiting", due_at__lte=now)


class WebhookDelivery(models.Model):
    """One event on its way to one webhook, written in the transaction that read the event; `key` makes it once.

    It may arrive twice where an answer was lost; `event_id` stays the same, so that the receiver can tell.
    """

    STATES = [
        ("waiting", pgettext_lazy("a delivery", "Waiting")),
        ("delivered", pgettext_lazy("a delivery", "Delivered")),
        ("failed", pgettext_lazy("a delivery", "Failed")),
        ("dropped", pgettext_lazy("a delivery", "Not sent")),
    ]

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    key = models.CharField(_("key"), max_length=120)
    event = models.CharField(_("event"), max_length=110)
    event_id = models.CharField(_("event id"), max_length=60)
    record_type = models.ForeignKey(ContentType, models.CASCADE, null=True, db_index=False, related_name="+")
    record_id = models.BigIntegerField(null=True)
    entry = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(_("happened"), default=timezone.now)
    state = models.CharField(_("state"), max_length=9, choices=STATES, default="waiting")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    request = models.TextField(_("sent"), blank=True)
    response = models.TextField(_("answered"), blank=True)
    seconds = models.FloatField(_("took (s)"), null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    finished_at = models.DateTimeField(_("ended"), null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="one_delivery_per_webhook_and_event")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="webhookdelivery_waiting"),
            models.Index(fields=["webhook", "-id"], name="webhookdelivery_of_one"),
            models.Index(fields=["state", "-id"], name="webhookdelivery_by_state"),
            models.Index(fields=["created_at", "id"], name="webhookdelivery_by_age"),
        ]

    def __str__(self):
        return f"{self.event} → {self.webhook}"

    def get_absolute_url(self):
        return reverse("workflow:webhookdelivery-detail", args=[self.pk])

    @classmethod
    def access_model(cls):
        return Webhook

    @property
    def owner_id(self):
        return self.webhook.owner_id

    @property
    def team_id(self):
        return self.webhook.team_id

    @property
    def model(self):
        return self.record_type.model_class() if self.record_type_id else None

    @property
    def may_be_replayed(self):
        return self.state in ("delivered", "failed", "dropped")
