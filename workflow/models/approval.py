"""What somebody has to agree to, about any record."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.about import About, AboutQuerySet
from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.models.tracking import tracked
from crm.ui.routes import record_url

OPEN, APPROVED, REJECTED, CANCELLED = "open", "approved", "rejected", "cancelled"
ONE, ALL = "one", "all"
RULES = [(ONE, _("One of them decides")), (ALL, _("All of them must agree"))]
# Whatever moves its deadline, or brings it back, has its reminders worked out anew by the next sweep.
TO_BE_NOTICED = """
    IF NEW.due_at IS NULL OR NEW.state <> 'open' OR NEW.deleted_at IS NOT NULL THEN
        NEW.next_notice_at := NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.next_notice_at := now();
    ELSIF (OLD.due_at, OLD.owner_id, OLD.team_id, OLD.state, OLD.deleted_at)
            IS DISTINCT FROM (NEW.due_at, NEW.owner_id, NEW.team_id, NEW.state, NEW.deleted_at) THEN
        NEW.next_notice_at := now();
    END IF;
    RETURN NEW;
"""


class ApprovalQuerySet(AboutQuerySet, RecordQuerySet):
    def open(self):
        return self.alive().filter(state=OPEN)

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def asking(self, person):
        """Open ones that wait for this person's own word; a user or an id."""
        return self.open().filter(
            Exists(ApprovalVote.objects.filter(approval=OuterRef("pk"), decision="", person=person))
        )

    def waiting_for(self, user):
        """Open ones that this person may decide, also in place of somebody who is away."""
        asked = ApprovalVote.objects.filter(approval=OuterRef("pk"), decision="", person__in=acting_as(user))
        decided = ApprovalVote.objects.filter(approval=OuterRef("pk"), decided_by=user)
        return self.open().filter(Exists(asked), ~Exists(decided))


# Oneself, and whose chain of substitutes ends here today. Part of the question, and not one of its own: every page
# that shows what records are about looks through these eyes.
ACTING = """
    WITH RECURSIVE away AS (
        SELECT DISTINCT ON (owner_id) owner_id, substitute_id FROM workflow_absence
        WHERE deleted_at IS NULL AND starts_on <= %s AND ends_on >= %s ORDER BY owner_id, starts_on
    ), represented AS (
        SELECT id FROM crm_user WHERE id = %s AND NOT EXISTS (SELECT FROM away WHERE owner_id = crm_user.id)
        UNION
        SELECT away.owner_id FROM away JOIN represented ON represented.id = away.substitute_id
        JOIN crm_user ON crm_user.id = away.substitute_id AND crm_user.is_active
    ) SELECT id FROM represented UNION SELECT %s"""


def acting_as(user) -> RawSQL:
    """Whose word this person may give today: their own, and that of those they stand in for."""
    today = timezone.localdate()
    return RawSQL(ACTING, [today, today, user.pk, user.pk])  # noqa: S611 - constant text, all values are parameters


class Approval(About, OwnedRecord):
    """The owner asks some people to agree; the first who decides does, or all must agree and one no is enough."""

    STATES = [
        (OPEN, pgettext_lazy("an approval", "Waiting")),
        (APPROVED, pgettext_lazy("an approval", "Approved")),
        (REJECTED, pgettext_lazy("an approval", "Rejected")),
        (CANCELLED, pgettext_lazy("an approval", "Withdrawn")),
    ]

    title = models.CharField(_("what is to be approved"), max_length=160)
    details = models.TextField(_("details"), blank=True)
    rule = models.CharField(_("who decides"), max_length=3, choices=RULES, default=ONE)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=STATES, default=OPEN, editable=False)
    decided_at = models.DateTimeField(pgettext_lazy("an approval", "decided"), null=True, editable=False)
    allows_self = models.BooleanField(_("who asks may decide too"), default=False, editable=False)
    next_notice_at = models.DateTimeField(_("next notice"), null=True, editable=False)

    name_fold = folded("title")
    search = search_of("title", "details", "external_id")

    objects = ApprovalQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [
            *record_indexes("approval"),
            models.Index(fields=["due_at", "id"], name="approval_by_deadline"),
            models.Index(fields=["record_type", "record_id"], name="approval_of_a_record"),
            models.Index(
                fields=["next_notice_at"],
                condition=Q(state=OPEN, deleted_at__isnull=True, next_notice_at__isnull=False),
                name="approval_to_be_noticed",
            ),
        ]
        triggers = [
            *tracked(silent=("next_notice_at",)),
            pgtrigger.Trigger(
                name="to_be_noticed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=TO_BE_NOTICED,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return record_url("workflow:approval-detail", self.pk)

    @property
    def is_open(self):
        return self.state == OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @classmethod
    def access_condition(cls, access, action) -> Q:
        """Whoever is asked sees it, wherever it belongs."""
        reached = access.reached(action, cls)
        if action != "view" or not access.may("view", cls) or access.reaches_all("view", cls):
            return reached
        return reached | Q(pk__in=ApprovalVote.objects.filter(person__in=acting_as(access.user)).values("approval"))


class ApprovalVote(models.Model):
    """The word of one person; `decided_by` is who gave it, a substitute where the person was away."""

    DECISIONS = [(APPROVED, pgettext_lazy("a vote", "Approved")), (REJECTED, pgettext_lazy("a vote", "Rejected"))]

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="votes", verbose_name=_("approval"))
    person = models.ForeignKey("crm.User", models.PROTECT, related_name="+", verbose_name=_("person"))
    decision = models.CharField(_("decision"), max_length=9, choices=DECISIONS, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(pgettext_lazy("an approval", "decided"), null=True)
    decided_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "person"], name="one_vote_of_a_person"),
            models.UniqueConstraint(
                fields=["approval", "decided_by"], condition=Q(decided_by__isnull=False), name="nobody_decides_twice"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_decision_display() or '…'}"

    @property
    def is_in_place(self):
        """Whether somebody else gave it."""
        return self.decided_by_id is not None and self.decided_by_id != self.person_id


def still_wanted(person, notices) -> list:
    """Of these notices, those about what this person can decide even now."""
    waiting = Approval.objects.waiting_for(person).filter(pk__in=[one.record_id for one in notices])
    open_now = set(waiting.values_list("pk", flat=True))
    return [one for one in notices if one.record_id in open_now]


def still_due(person, notices) -> list:
    """Those about a deadline that holds: to who can decide it even now, and as long as it is open to who watches."""
    held = Approval.objects.open().in_bulk({one.record_id for one in notices})
    due = [one for one in notices if one.record_id in held and is_due_as_told(held[one.record_id], one)]
    deciding = set(still_wanted(person, due))
    return [one for one in due if one in deciding or one.details.get("watches")]


def is_due_as_told(approval, notice) -> bool:
    return approval.due_at is not None and approval.due_at.isoformat() == notice.details.get("due")
