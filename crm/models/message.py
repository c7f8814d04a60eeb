from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def due(self, now=None):
        now = now or timezone.now()
        return self.filter(Q(state="queued") | Q(state="sending", leased_until__lt=now), due_at__lte=now)


class Message(models.Model):
    """An e-mail to be sent: written in the transaction of its cause, delivered afterwards, once."""

    STATES = [
        ("queued", _("Waiting")),
        ("sending", _("Being sent")),
        ("sent", _("Sent")),
        ("uncertain", _("Uncertain")),
        ("failed", _("Failed")),
    ]

    unique_key = models.CharField(max_length=160, unique=True)
    to = models.EmailField(_("to"))
    user = models.ForeignKey("crm.User", models.CASCADE, null=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["queued", "sending"]), name="message_to_be_sent")
        ]

    def __str__(self):
        return self.subject
