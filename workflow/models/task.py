import datetime

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User
from crm.models.about import About, AboutQuerySet
from crm.models.record import OwnedRecord, RecordQuerySet, folded
from crm.models.role import Scope
from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.models.dependency import Dependency
from workflow.models.tasktype import KINDS, TODO, TaskType

NEXT_DAYS = 7
OPEN = Q(done_at__isnull=True, cancelled_at__isnull=True, deleted_at__isnull=True)
# Columns that follow from others: their change tells a reader nothing.
FOLLOWING = (
    "occurrence",
    "involved",
    "first_due_at",
    "first_action_at",
    "calendar_version_id",
    "next_notice_at",
)

SETTLE = """
    IF TG_OP = 'INSERT' THEN
        NEW.involved := array_remove(ARRAY[NEW.created_by_id], NULL);
        NEW.first_due_at := COALESCE(NEW.first_due_at, NEW.due_at);
        NEW.type_id := COALESCE(NEW.type_id, (SELECT id FROM workflow_tasktype WHERE key = 'todo'));
    ELSE
        NEW.first_due_at := COALESCE(OLD.first_due_at, NEW.due_at);
    END IF;
    RETURN NEW;
"""
# Whatever moves its deadline, or whom it concerns, has its reminders worked out anew by the next sweep.
TO_BE_NOTICED = """
    IF NEW.due_at IS NULL OR COALESCE(NEW.done_at, NEW.cancelled_at, NEW.deleted_at) IS NOT NULL THEN
        NEW.next_notice_at := NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.next_notice_at := now();
    ELSIF (OLD.due_at, OLD.owner_id, OLD.team_id, OLD.done_at, OLD.cancelled_at, OLD.deleted_at, OLD.involved)
            IS DISTINCT FROM
            (NEW.due_at, NEW.owner_id, NEW.team_id, NEW.done_at, NEW.cancelled_at, NEW.deleted_at, NEW.involved) THEN
        NEW.next_notice_at := now();
    END IF;
    RETURN NEW;
"""
HELD_UP = """
    IF EXISTS (
        SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id
        JOIN workflow_dependency d ON d.task_id = n.id JOIN workflow_task p ON p.id = d.predecessor_id
        WHERE n.done_at IS NOT NULL AND o.done_at IS NULL
            AND p.done_at IS NULL AND p.cancelled_at IS NULL AND p.deleted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a task that waits for another cannot be completed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class TaskQuerySet(AboutQuerySet, RecordQuerySet):
    def open(self):
        return self.alive().filter(done_at__isnull=True, cancelled_at__isnull=True)

    def done(self):
        return self.alive().filter(done_at__isnull=False)

    def cancelled(self):
        return self.alive().filter(cancelled_at__isnull=False)

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def due_today(self):
        """What is still to come today, in the reader's time zone."""
        return self.open().filter(due_at__gte=timezone.now(), due_at__lt=midnight(days=1))

    def due_next(self):
        """From tomorrow on, for a week."""
        return self.open().filter(due_at__gte=midnight(days=1), due_at__lt=midnight(days=1 + NEXT_DAYS))

    def blocked(self):
        """Open ones that wait for another."""
        waiting = Dependency.objects.filter(task=OuterRef("pk"), predecessor__in=self.model.objects.open())
        return self.open().filter(Exists(waiting))

    def in_team(self, user, team):
        """What this person sees of one department's work; where they reach all of it, by its own index alone."""
        access = user.access
        scope = access.scope("view", self.model)
        if scope > Scope.OWN and (scope == Scope.ALL or team.pk in access.team_ids(scope)):
            return self.alive().filter(team=team)
        return self.visible_to(user).filter(team=team)

    def of_participant(self, user):
        return self.filter(pk__in=user_participations(user))

    def next_first(self):
        """By deadline, the undated last."""
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")


def user_participations(user):
    from workflow.models.taskparticipant import TaskParticipant

    return TaskParticipant.objects.now().filter(person=user).values("task")


def midnight(days=0):
    """The beginning of today, or so many days on, where the reader is."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class Task(About, OwnedRecord):
    """What is to be done, by whom and by when; the owner is the person responsible, the team the department."""

    PRIORITIES = [
        (1, pgettext_lazy("priority", "Low")),
        (2, pgettext_lazy("priority", "Normal")),
        (3, pgettext_lazy("priority", "High")),
        (4, pgettext_lazy("priority", "Urgent")),
    ]

    title = models.CharField(_("task"), max_length=160)
    # Empty is filled with the plain type by save() and by a trigger, for whoever names none.
    type = models.ForeignKey(TaskType, models.PROTECT, blank=True, related_name="tasks", verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=PRIORITIES, default=2)
    start_at = models.DateTimeField(pgettext_lazy("a task", "start"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    first_due_at = models.DateTimeField(_("first deadline"), null=True, editable=False)
    description = models.TextField(_("details"), blank=True)
    estimate_minutes = models.PositiveIntegerField(_("estimated effort (minutes)"), null=True, blank=True)
    spent_minutes = models.PositiveIntegerField(_("effort spent (minutes)"), null=True, blank=True)
    outcome = models.TextField(pgettext_lazy("a task", "outcome"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("done by")
    )
    cancelled_at = models.DateTimeField(pgettext_lazy("a task", "cancelled"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        "crm.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=pgettext_lazy("a task", "cancelled by"),
    )
    cancel_reason = models.CharField(
        pgettext_lazy("a task", "why it was cancelled"), max_length=200, blank=True, editable=False
    )
    first_action_at = models.DateTimeField(_("first action"), null=True, editable=False)
    worked_seconds = models.BigIntegerField(_("business time until done"), null=True, editable=False)
    calendar_version = models.ForeignKey(
        "workflow.CalendarVersion",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("counted by this version of the calendar"),
    )
    next_notice_at = models.DateTimeField(_("next notice"), null=True, editable=False)
    recurrence = models.ForeignKey(
        "workflow.Recurrence",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="tasks",
        verbose_name=_("repetition"),
    )
    occurrence = models.DateTimeField(_("its turn"), null=True, editable=False)
    involved = ArrayField(models.BigIntegerField(), verbose_name=_("involved"), default=list, editable=False)
    name_fold = folded("title")

    objects = TaskQuerySet.as_manager()

    # In the history for figures as known on a past day; no reader is told of it.
    kept_for_figures = ("worked_seconds",)
    # What older entries of the history call their fields.
    former_fields = {"kind": models.CharField(_("type"), choices=KINDS)}

    class Meta(OwnedRecord.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True), name="task_ends_one_way"
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="task_priority_is_known"),
            models.UniqueConstraint(fields=["recurrence", "occurrence"], name="one_task_for_each_turn"),
        ]
        indexes = [
            models.Index(fields=["record_type", "record_id", "due_at"], condition=OPEN, name="task_open_of_a_record"),
            models.Index(fields=["owner", "due_at"], condition=OPEN, name="task_open_of_a_person"),
            models.Index(fields=["team", "due_at"], condition=OPEN, name="task_open_of_a_team"),
            models.Index(fields=["team", "owner", "due_at"], condition=OPEN, name="task_open_of_a_member"),
            models.Index(fields=["due_at", "id"], condition=OPEN, name="task_open_by_deadline"),
            GinIndex(fields=["involved"], condition=OPEN, name="task_open_involving"),
            GinIndex(fields=["involved"], name="task_involving"),
            GinIndex(fields=["custom"], name="task_custom", opclasses=["jsonb_path_ops"]),
            models.Index(
                fields=["next_notice_at"],
                condition=OPEN & Q(next_notice_at__isnull=False),
                name="task_to_be_noticed",
            ),
            models.Index(
                F("record_type"),
                F("record_id"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(deleted_at__isnull=True),
                name="task_of_a_record",
            ),
            models.Index(
                F("record_type"),
                F("record_id"),
                F("done_at").desc(),
                F("id").desc(),
                condition=Q(done_at__isnull=False, deleted_at__isnull=True),
                name="task_done_of_a_record",
            ),
            models.Index(fields=["due_at", "id"], name="task_by_deadline"),
            models.Index(fields=["created_at", "id"], name="task_by_age"),
            models.Index(fields=["done_at", "id"], name="task_by_end"),
        ]
        triggers = [
            *tracked(silent=FOLLOWING),
            pgtrigger.Trigger(
                name="settled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SETTLE,
            ),
            pgtrigger.Trigger(
                name="to_be_noticed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=TO_BE_NOTICED,
            ),
            pgtrigger.Trigger(
                name="not_held_up",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func=HELD_UP,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return record_url("workflow:task-detail", self.pk)

    def save(self, *args, **options):
        if self.type_id is None:
            self.type = TaskType.objects.of(TODO)
        super().save(*args, **options)

    @property
    def is_open(self):
        return self.done_at is None and self.cancelled_at is None

    @property
    def is_overdue(self):
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def repeats(self) -> bool:
        return self.recurrence_id is not None and self.recurrence.is_running

    @property
    def participants(self):
        """The people who take part in it now."""
        ids = self.participations.now().values("person")
        return User.objects.filter(pk__in=ids).order_by("name_fold", "pk")

    @property
    def open_predecessors(self):
        """What it waits for."""
        return Task.objects.open().filter(holds_up__task=self)

    def is_of(self, user, action) -> bool:
        """Whoever answers for it, planned it or takes part reaches it; to throw it away is its owner's."""
        if user.pk == self.owner_id:
            return True
        return action in INVOLVING_ACTIONS and (user.pk == self.created_by_id or user.pk in self.involved)

    @classmethod
    def access_condition(cls, access, action) -> Q:
        reached = access.reached(action, cls)
        if action not in INVOLVING_ACTIONS or access.scope(action, cls) in (Scope.ALL, Scope.NONE):
            return reached
        return reached | Q(involved__contains=[access.user.pk])

    @classmethod
    def with_open(cls, model):
        """Open tasks about the row of `model` at hand: `rows.filter(~Exists(Task.with_open(Opportunity)))`.

        `Subquery(Task.with_open(Company).next_first().values("due_at")[:1])` is when the next one is due.
        """
        kind = ContentType.objects.get_for_model(model)
        return cls.objects.open().filter(record_type=kind, record_id=OuterRef("pk"))


INVOLVING_ACTIONS = ("view", "change")
