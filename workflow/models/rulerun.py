from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.automation.kinds import kinds
from workflow.models.rule import Rule

# Longer than the database lets one statement take; who holds a run dies with its transaction.
LEASE = timedelta(seconds=40)
MAX_ATTEMPTS = 5


class RuleRunQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """A run is read, and done again, by whom its rule is."""
        return self.filter(rule__in=Rule.objects.visible_to(user, action))

    def due(self, now=None):
        """Waiting, or held by a worker that died."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now or timezone.now())
        return self.filter(free, state="waiting", attempts__lt=MAX_ATTEMPTS)

    def with_records(self, user):
        """Fills `seen_record`, in one query for each kind of record: None where this person may not see it."""
        querysets = [model.objects.visible_to(user) for model in kinds()]
        return self.prefetch_related(GenericPrefetch("record", querysets, to_attr="_seen_record"))

    def given_up(self, now=None):
        return self.filter(state="waiting", attempts__gte=MAX_ATTEMPTS, leased_until__lt=now or timezone.now())


class RuleRun(models.Model):
    """One rule set off once for one record: by an entry of the history, or by a moment. The row makes it once.

    `parent` is the run whose change set this one off, `chain` the (rule, record) pairs on the way here, `done`
    what each step did: {"kind", "text", "label", "id"}.
    """

    STATES = [
        ("waiting", pgettext_lazy("a run", "Waiting")),
        ("done", pgettext_lazy("a run", "Done")),
        ("failed", pgettext_lazy("a run", "Failed")),
        ("stopped", pgettext_lazy("a run", "Stopped")),
        ("skipped", pgettext_lazy("a run", "Not needed any more")),
    ]

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs", verbose_name=_("automation"))
    record_type = models.ForeignKey(ContentType, models.CASCADE, db_index=False, related_name="+")
    record_id = models.BigIntegerField(_("record"))
    record = GenericForeignKey("record_type", "record_id")
    entry = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField(null=True)
    moment = models.DateTimeField(_("moment"), null=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="consequences")
    depth = models.PositiveSmallIntegerField(default=0)
    chain = ArrayField(models.CharField(max_length=80), default=list)
    state = models.CharField(_("state"), max_length=7, choices=STATES, default="waiting")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    done = models.JSONField(_("what it did"), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("set off"), default=timezone.now)
    finished_at = models.DateTimeField(_("ended"), null=True)

    objects = RuleRunQuerySet.as_manager()

    # It tells what happened, and to which of two records that became one.
    moves_in_merge = False

    class Meta:
        verbose_name = pgettext_lazy("automation", "run")
        verbose_name_plural = pgettext_lazy("automation", "runs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "entry"], name="one_run_per_rule_and_entry"),
            # One save writes an entry for each field: it sets a rule off once.
            models.UniqueConstraint(
                fields=["rule", "record_id", "transaction"], name="one_run_per_rule_record_and_save"
            ),
            models.UniqueConstraint(
                fields=["rule", "record_id", "moment"], name="one_run_per_rule_record_and_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="rulerun_waiting"),
            models.Index(fields=["rule", "-id"], name="rulerun_of_a_rule"),
            models.Index(fields=["state", "-id"], name="rulerun_by_state"),
            models.Index(fields=["created_at", "id"], name="rulerun_by_age"),
            models.Index(fields=["record_type", "record_id", "-id"], name="rulerun_of_a_record"),
        ]

    def __str__(self):
        return f"{self.rule} #{self.pk}"

    def get_absolute_url(self):
        return reverse("workflow:rulerun-detail", args=[self.pk])

    @classmethod
    def access_model(cls):
        """Who may with the rule may with its runs."""
        return Rule

    @property
    def owner_id(self):
        return self.rule.owner_id

    @property
    def team_id(self):
        return self.rule.team_id

    @property
    def seen_record(self):
        """Once with_records() has looked for it."""
        return getattr(self, "_seen_record", None)

    @property
    def cause(self) -> str:
        """How the history names it."""
        return f"rule {self.rule_id} run {self.pk}"

    @property
    def link(self) -> str:
        """Itself as a link of a chain."""
        return f"{self.rule_id}:{self.record_type_id}:{self.record_id}"

    @property
    def may_be_replayed(self):
        return self.state in ("failed", "stopped")
