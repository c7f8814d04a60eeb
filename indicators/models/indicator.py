import json

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from crm.measures import Direction, Grain, kpi_of
from crm.models.access import EVERYTHING, NOTHING
from crm.models.record import Record, RecordQuerySet, folded, record_indexes, search_of
from crm.models.role import Scope
from crm.models.tracking import tracked
from crm.ui.routes import record_url

GRAINS = [
    (Grain.DAY.value, _("Daily")),
    (Grain.WEEK.value, _("Weekly")),
    (Grain.MONTH.value, _("Monthly")),
    (Grain.QUARTER.value, _("Quarterly")),
    (Grain.YEAR.value, _("Yearly")),
]

# What a card tells of an indicator.
CARD = (
    *("name", "kpi_key", "cadence", "is_headline", "plan__name", "plan__starts_on"),
    *("accountable__name", "accountable__email"),
)
# Checked when the transaction ends, so that indicator and link are made together and part together.
LINKED = """
    IF EXISTS (SELECT FROM indicators_indicator WHERE id = {indicator})
        AND NOT EXISTS (SELECT FROM indicators_link WHERE indicator_id = {indicator}) THEN
        RAISE EXCEPTION 'an indicator belongs to a strategy' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def linked(name, operation, indicator) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        level=pgtrigger.Row,
        func=LINKED.format(indicator=indicator),
    )


class IndicatorQuerySet(RecordQuerySet):
    def watched(self):
        """Those the nightly measuring looks at."""
        return self.alive().filter(plan__state="active", plan__deleted_at__isnull=True)

    def with_plan(self, user):
        """`seen_plan` of each row is its plan where `user` may see plans, else None."""
        from indicators.models.plan import Plan

        may = user.access.reaches_all("view", Plan)
        return self.select_related("plan").annotate(is_plan_seen=Value(may))

    def for_cards(self):
        """With plan and who answers for it; of all three no more than a card tells (indicators/panels/card.py)."""
        return self.select_related("plan", "accountable").only(*CARD)

    def headlines(self):
        return self.watched().filter(is_headline=True).order_by("position", "pk")


class Indicator(Record):
    """A metric in use: of which part, how often, who measures it and who answers for it."""

    STATUSES = [
        ("waiting", _("Not judged yet")),
        ("no_data", _("No data")),
        ("context", _("For context")),
        ("desired", _("Desired")),
        ("acceptable", _("Acceptable")),
        ("below", _("Not acceptable")),
    ]
    team_id = None

    plan = models.ForeignKey("indicators.Plan", models.CASCADE, related_name="indicators", verbose_name=_("plan"))
    kpi_key = models.CharField(_("metric"), max_length=60)
    scope = models.JSONField(_("part"), default=dict, blank=True, help_text=_("Which team, person or kind alone."))
    scope_key = models.CharField(max_length=200, editable=False, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Empty: as the metric is called."))
    cadence = models.CharField(_("measured"), max_length=7, choices=GRAINS, default="month")
    measured_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who measures")
    )
    accountable = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who answers for it")
    )
    is_headline = models.BooleanField(
        _("headline figure"), default=False, help_text=_("At most seven stand on the managers' first page.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=STATUSES, default="waiting", editable=False)
    signal = models.CharField(max_length=10, blank=True, editable=False)
    status_since = models.DateField(_("since"), null=True, editable=False)
    measured_at = models.DateTimeField(null=True, editable=False)

    name_fold = folded("name")
    search = search_of("name", "kpi_key", "external_id")

    objects = IndicatorQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = record_indexes("indicator", is_owned=False)
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kpi_key", "scope_key", "cadence"],
                condition=Q(deleted_at__isnull=True),
                name="one_indicator_per_metric_and_part",
                violation_error_message=_("The plan measures this already: link it to the strategy instead."),
            )
        ]
        triggers = [
            *tracked(silent=("scope_key", "measured_at")),
            linked("belongs_to_a_strategy", pgtrigger.Insert, "NEW.id"),
        ]

    def __str__(self):
        return self.name or str(self.label)

    def get_absolute_url(self):
        return record_url("indicators:indicator-detail", self.pk)

    def save(self, **options):
        self.scope_key = canonical(self.scope)
        if "update_fields" in options and options["update_fields"] and "scope" in options["update_fields"]:
            options["update_fields"] = {*options["update_fields"], "scope_key"}
        super().save(**options)

    def clean(self):
        super().clean()
        try:
            kpi = self.kpi
        except KeyError:
            raise ValidationError({"kpi_key": _("There is no such metric.")}) from None
        if not isinstance(self.scope, dict) or set(self.scope) - set(kpi.dimensions):
            raise ValidationError({"scope": _("This metric is not told apart by that.")})
        for name, member in self.scope.items():
            try:
                self.scope[name] = kpi.dimensions[name].read("" if member is None else str(member))
            except ValueError:
                raise ValidationError({"scope": _("There is no such part.")}) from None

    @property
    def kpi(self):
        """KeyError where the metric is gone."""
        return kpi_of(self.kpi_key)

    @property
    def label(self):
        try:
            return self.kpi.label
        except KeyError:
            return self.kpi_key

    @property
    def seen_plan(self):
        """For rows read by with_plan()."""
        return self.plan if self.is_plan_seen else None

    @property
    def unit(self):
        """None where the metric is gone."""
        try:
            return self.kpi.unit
        except KeyError:
            return None

    @property
    def grain(self) -> Grain:
        return Grain(self.cadence)

    @property
    def is_judged(self) -> bool:
        """Whether more or less of it is better at all."""
        return self.kpi.better != Direction.CONTEXT

    @property
    def owner_id(self):
        return self.accountable_id

    @classmethod
    def access_condition(cls, access, action):
        """Whoever answers for a figure or measures it sees it, whatever they may with plans."""
        scope = access.scope(action, cls)
        if scope == Scope.ALL:
            return EVERYTHING
        if scope == Scope.NONE or action not in ("view", "export"):
            return NOTHING
        return Q(accountable=access.user) | Q(measured_by=access.user)


def canonical(scope: dict) -> str:
    """One text for one part, however it was written."""
    return json.dumps(scope, sort_keys=True, separators=(",", ":")) if scope else ""
