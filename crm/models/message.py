from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def due(self, now=None):
        """Waiting, or held by a worker that died before the mail server had it all."""
        now = now or timezone.now()
        return self.filter(Q(state="queued", due_at__lte=now) | Q(state="sending", leased_until__lt=now))

    def abandoned(self, now=None):
        """The worker died with the mail server's answer under way: it may have arrived."""
        return self.filter(state="handed", leased_until__lt=now or timezone.now())

    def waiting(self):
        return self.filter(state__in=["queued", "sending", "handed"])


class Message(models.Model):
    """An e-mail to be sent: written in the transaction of its cause, delivered afterwards, once.

    It is `handed` from just before the mail server takes it until the answer is known. Where none came it is
    uncertain, and never sent again by itself: a person may (crm.actions.mail.send_again), under the same Message-ID,
    by which mailboxes know it again. `doubts` counts the times no answer came.
    """

    STATES = [
        ("queued", _("Waiting")),
        ("sending", _("Being sent")),
        ("handed", _("Handed over, no answer yet")),
        ("sent", _("Sent")),
        ("uncertain", _("Uncertain")),
        ("failed", _("Failed")),
        ("dropped", _("Not sent")),
    ]

    unique_key = models.CharField(_("key"), max_length=160, unique=True)
    to = models.EmailField(_("to"))
    user = models.ForeignKey("crm.User", models.CASCADE, null=True, related_name="+", verbose_name=_("person"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    is_secret = models.BooleanField(
        default=False,
        help_text=_("It holds a link that opens an account: nobody reads it here, and it is wiped once sent."),
    )
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="queued")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubts = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "sending", "handed"]),
                name="message_to_be_sent",
            )
        ]

    def __str__(self):
        return self.subject
