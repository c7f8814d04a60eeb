from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.automation import moment
from workflow.automation.term import own_terms
from workflow.automation.trigger import term_watched

BOOKKEEPING = ("failures", "swept_until")


class RuleQuerySet(RecordQuerySet):
    def switched_on(self):
        return self.alive().filter(is_on=True)

    def with_last_run(self):
        """`last_run_at` and `last_state` of each; the runs of a rule have an index."""
        from workflow.models.rulerun import RuleRun

        last = RuleRun.objects.filter(rule=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_run_at=Subquery(last.values("created_at")[:1]), last_state=Subquery(last.values("state")[:1])
        )


class Rule(OwnedRecord):
    """When something happens to a record, if it is as described, then these steps: with its owner's rights, no more.

    `conditions` is a list of {"match": "all" or "any", "rows": [{"field", "operator", "value"}]}, all of which
    must hold; `steps` a list of {"kind", …} done in order, all or none. Whoever saves a rule becomes its owner:
    nobody lets somebody else's rights do what their own do not allow.
    """

    acts_for_owner = True

    TRIGGERS = [
        ("verb", pgettext_lazy("a trigger", "something happens")),
        ("field", pgettext_lazy("a trigger", "a field changes")),
        ("time", pgettext_lazy("a trigger", "a time comes")),
    ]

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    record_type = models.ForeignKey(
        ContentType, models.PROTECT, db_index=False, related_name="+", verbose_name=_("kind of record")
    )
    trigger = models.CharField(_("when"), max_length=5, choices=TRIGGERS, default="verb")
    verb = models.CharField(_("what happens"), max_length=40, blank=True)
    field = models.CharField(_("field"), max_length=80, blank=True)
    old = models.CharField(_("from"), max_length=200, blank=True)
    new = models.CharField(_("to"), max_length=200, blank=True)
    amount = models.SmallIntegerField(_("how far"), default=0)
    unit = models.CharField(_("unit"), max_length=13, choices=moment.UNITS, default="days", blank=True)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    counts_imports = models.BooleanField(
        _("also for what an import writes"), default=False, help_text=_("A file may bring thousands of records.")
    )
    is_on = models.BooleanField(_("switched on"), default=False, editable=False)
    on_since = models.DateTimeField(_("on since"), null=True, editable=False)
    off_reason = models.CharField(_("switched off because"), max_length=300, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    swept_until = models.DateTimeField(null=True, editable=False)
    name_fold = folded("name")
    search = search_of("name", "description", "external_id")

    objects = RuleQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = pgettext_lazy("workflow", "automation")
        verbose_name_plural = pgettext_lazy("workflow", "automations")
        indexes = [
            *record_indexes("rule"),
            models.Index(
                fields=["record_type"], condition=Q(is_on=True, deleted_at__isnull=True), name="rule_switched_on"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(on_since__isnull=False), name="rule_on_knows_since_when"
            )
        ]
        triggers = tracked(silent=BOOKKEEPING)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("workflow:rule-detail", self.pk)

    @property
    def model(self):
        return self.record_type.model_class()

    @cached_property
    def watched(self):
        """The term whose change sets it off, None where there is no such field (any more)."""
        return term_watched(self.model, self.field)

    @cached_property
    def date_term(self):
        """The date a time is counted from, declared or custom; None where there is none (any more)."""
        return next((term for term in own_terms(self.model) if term.path == self.field and term.is_time), None)

    @property
    def distance(self) -> moment.Distance:
        return moment.Distance(self.amount, self.unit)
