from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.notices import CHANNELS, KINDS, WITHOUT_OFF

# Where the count in the frame ends: "99+".
MOST_COUNTED = 100


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """What somebody is told is theirs alone."""
        return self.filter(person=user)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def to_be_mailed(self):
        """Waiting to be written about; what was read meanwhile needs no mail."""
        return self.unread().filter(mail_after__isnull=False, message__isnull=True, dropped="")

    def about(self, record):
        return self.filter(record_type=ContentType.objects.get_for_model(record), record_id=record.pk)

    def newest_first(self):
        return self.order_by("-pk")

    def seen_by(self, person) -> list:
        """The rows, each with `subject_seen`: its record, None where this person may not see it (any longer)."""
        notices = list(self.select_related("actor"))
        find_subjects(notices, person)
        return notices


def find_subjects(notices, person):
    """One query for each kind of record."""
    wanted = {}
    for notice in notices:
        if notice.record_type_id:
            wanted.setdefault(notice.record_type_id, set()).add(notice.record_id)
    found = {}
    for type_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        rows = model._default_manager if model else None
        if hasattr(rows, "visible_to"):
            for row in rows.visible_to(person).filter(pk__in=ids):
                found[type_id, row.pk] = row
    for notice in notices:
        notice.subject_seen = found.get((notice.record_type_id, notice.record_id))


class Notice(models.Model):
    """One person is told of one event, once: in the application, and by mail unless they chose otherwise.

    It holds no text: kind, subject and details become a sentence in the reader's language. `mail_after` is when
    it may be mailed, together with whatever else waits for the same person; `message` is that mail.
    """

    DROPS = [
        ("left", _("No longer involved")),
        ("unseen", _("May no longer see the record")),
        ("inactive", _("Account closed")),
        ("unwanted", _("Wants no mail")),
        ("recalled", _("Taken back before it was sent")),
    ]

    person = models.ForeignKey("crm.User", models.CASCADE, related_name="notices", verbose_name=_("person"))
    key = models.CharField(_("key"), max_length=160)
    kind = models.CharField(_("kind"), max_length=40)
    record_type = models.ForeignKey(
        ContentType, models.CASCADE, null=True, blank=True, db_index=False, related_name="+"
    )
    record_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("record_type", "record_id")
    actor = models.ForeignKey(
        "crm.User",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("caused by"),
    )
    details = models.JSONField(default=dict, blank=True)
    channel = models.CharField(
        _("channel"), max_length=8, choices=[(name, CHANNELS[name]) for name in WITHOUT_OFF], default="app"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail_after = models.DateTimeField(_("to be mailed after"), null=True, blank=True)
    message = models.ForeignKey(
        "crm.Message",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("message"),
    )
    dropped = models.CharField(_("not mailed because"), max_length=10, choices=DROPS, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once_for_each_person")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_a_person"),
            # Asked for every page: what it reads stands in the index.
            models.Index(
                fields=["person", "-id"],
                include=["record_type", "record_id"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                F("person"),
                F("record_type"),
                F("record_id"),
                condition=Q(read_at__isnull=True),
                name="notice_unread_about",
            ),
            models.Index(
                fields=["mail_after", "person"],
                condition=Q(mail_after__isnull=False, message__isnull=True, read_at__isnull=True, dropped=""),
                name="notice_to_be_mailed",
            ),
        ]

    def __str__(self):
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind


class NoticePreferenceQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        return self.filter(person=user)


class NoticePreference(models.Model):
    """How somebody wants to hear of one kind; without a row it is as the kind proposes."""

    person = models.ForeignKey(
        "crm.User", models.CASCADE, related_name="notice_preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=8, choices=[*CHANNELS.items()])

    objects = NoticePreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="noticepreference_one_for_each_kind")]

    def __str__(self):
        return f"{self.kind}: {self.get_channel_display()}"
