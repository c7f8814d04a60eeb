from decimal import Decimal

import pgtrigger
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Company
from crm.models.organization import CURRENCIES
from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes
from crm.models.tracking import tracked
from crm.ui.routes import record_url
from sales.models.product import search_of
from sales.models.stagemove import MOVED_BY_INSERT, MOVED_BY_UPDATE, SETTLE, MoveTrigger
from workflow.models import Task

ADDED_UP = ["pipeline", "stage", "currency", "amount", "probability"]
MONTHLY = ["owner", "team", "currency", "amount"]
OPEN = Q(state="open", deleted_at__isnull=True)
WON = Q(state="won", deleted_at__isnull=True)


class OpportunityQuerySet(RecordQuerySet):
    def open(self):
        return self.alive().filter(state="open")

    def won(self):
        return self.alive().filter(state="won")

    def lost(self):
        return self.alive().filter(state="lost")

    def overdue(self, on=None):
        """Open, and expected to close before that day."""
        return self.open().filter(closes_on__lt=on or timezone.localdate())

    def stale(self, at=None):
        """Open, and longer in its stage than the stage allows."""
        return self.open().filter(
            stage__days_until_stale__isnull=False,
            stage_since__lt=Func(
                F("stage__days_until_stale"),
                template="(%(now)s - make_interval(days => %(expressions)s))",
                now="now()" if at is None else f"'{at.isoformat()}'::timestamptz",
                output_field=models.DateTimeField(),
            ),
        )

    def without_next_task(self):
        """Open, not excused, and with no open task about it."""
        return self.open().filter(excuse="").filter(~Exists(open_tasks()))

    def with_company(self, user):
        """Fills `company` in one query where this person may see it; elsewhere it is None."""
        return self.prefetch_related(Prefetch("company", Company.objects.visible_to(user).only("name")))


def open_tasks():
    """The open tasks about the opportunity of an outer query."""
    # The type's number as a sub-select: a queryset of a class attribute must not ask the database.
    kind = ContentType.objects.filter(app_label="sales", model="opportunity").values("pk")[:1]
    return Task.objects.open().filter(record_type=kind, record_id=OuterRef("pk"))


class Opportunity(OwnedRecord):
    """A possible sale on its way through the stages of a pipeline.

    `pipeline`, `state`, `stage_since` and `closed_at` follow `stage`: the database keeps them so
    whichever path writes (sales/models/stagemove.py). To place a move in the past, set `stage_since`
    (and `opened_at`, `closed_at`) in the same write.
    """

    STATES = [("open", _("Open")), ("won", _("Won")), ("lost", _("Lost"))]

    name = models.CharField(_("name"), max_length=160)
    company = models.ForeignKey(
        "crm.Company",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("company"),
    )
    pipeline = models.ForeignKey(
        "sales.Pipeline", models.PROTECT, related_name="opportunities", verbose_name=_("pipeline")
    )
    stage = models.ForeignKey("sales.Stage", models.PROTECT, related_name="opportunities", verbose_name=_("stage"))
    state = models.CharField(_("state"), max_length=4, choices=STATES, db_default="open", editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), blank=True, editable=False)
    amount = models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="BRL")
    probability = models.PositiveSmallIntegerField(
        _("probability (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Empty: that of the stage."),
    )
    closes_on = models.DateField(_("expected to close"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    source = models.ForeignKey(
        "crm.Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    lost_reason = models.ForeignKey(
        "sales.LostReason",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("reason for losing"),
    )
    lost_note = models.TextField(_("about the loss"), blank=True, editable=False)
    excuse = models.CharField(_("needs no next task because"), max_length=160, blank=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    contacts = models.ManyToManyField(
        "crm.Contact", through="sales.OpportunityContact", related_name="opportunities", verbose_name=_("contacts")
    )
    tasks = GenericRelation("workflow.Task", content_type_field="record_type", object_id_field="record_id")
    name_fold = folded("name")
    search = search_of("name", "external_id")

    objects = OpportunityQuerySet.as_manager()

    named_by = ("name",)

    class Meta(OwnedRecord.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            *record_indexes("opportunity"),
            models.Index(fields=["amount", "id"], name="opportunity_by_amount"),
            models.Index(fields=["closes_on", "id"], name="opportunity_by_closing"),
            models.Index(fields=["stage_since", "id"], name="opportunity_by_stage_age"),
            models.Index(fields=["opened_at", "id"], name="opportunity_by_opening"),
            models.Index(fields=["closed_at", "id"], name="opportunity_by_close"),
            models.Index(fields=["company", "state", "closed_at"], name="opportunity_of_company"),
            # A month of a whole team is added up from these two alone.
            models.Index(fields=["closes_on"], include=MONTHLY, condition=OPEN, name="opportunity_open_closing"),
            models.Index(fields=["closed_at"], include=MONTHLY, condition=WON, name="opportunity_won_lately"),
            models.Index(fields=["owner", "closes_on"], condition=OPEN, name="opportunity_open_of_owner"),
            # A board adds up tens of thousands of rows: from the index alone.
            models.Index(
                fields=["team"],
                include=["owner", *ADDED_UP],
                condition=Q(deleted_at__isnull=True),
                name="opportunity_sums_of_team",
            ),
            models.Index(
                fields=["owner"],
                include=["team", *ADDED_UP],
                condition=Q(deleted_at__isnull=True),
                name="opportunity_sums_of_owner",
            ),
            models.Index(
                fields=["stage", "updated_at", "id"],
                condition=Q(deleted_at__isnull=True),
                name="opportunity_cards",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(probability__lte=100), name="opportunity_probability_is_a_percentage"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="opportunity_amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["won", "lost"], closed_at__isnull=False),
                name="opportunity_closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="lost", lost_reason__isnull=False) | Q(~Q(state="lost"), lost_reason__isnull=True),
                name="opportunity_lost_has_its_reason",
            ),
        ]
        triggers = [
            *tracked(silent=("state", "stage_since", "pipeline_id")),
            pgtrigger.Trigger(
                name="settle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("stage", "sales_stage%ROWTYPE")],
                func=SETTLE,
            ),
            MoveTrigger(
                name="moves_of_new",
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func=MOVED_BY_INSERT,
            ),
            MoveTrigger(
                name="moves_of_changed",
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func=MOVED_BY_UPDATE,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("sales:opportunity-detail", self.pk)

    @property
    def is_open(self):
        return self.state == "open"

    @property
    def is_excused(self):
        return bool(self.excuse)

    @property
    def is_overdue(self):
        return self.is_open and self.closes_on is not None and self.closes_on < timezone.localdate()

    @property
    def next_task(self):
        """The nearest open task, once the list has loaded `open_tasks`."""
        return self.open_tasks[0] if self.open_tasks else None

    @property
    def chance(self) -> int:
        """The probability that counts, in percent: its own, else that of the stage."""
        return self.stage.probability if self.probability is None else self.probability

    @property
    def weighted(self) -> Decimal | None:
        return None if self.amount is None else self.amount * self.chance / 100

    @property
    def days_in_stage(self) -> int:
        return max(0, (timezone.now() - self.stage_since).days)

    @property
    def is_stale(self):
        limit = self.stage.days_until_stale
        return self.is_open and limit is not None and self.days_in_stage >= limit

    def clean(self):
        super().clean()
        if self.stage_id and self.pipeline_id and self.stage.pipeline_id != self.pipeline_id:
            raise ValidationError({"stage": _("This stage belongs to another pipeline.")})
