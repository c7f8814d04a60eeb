from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.ui.routes import record_url

OPEN = ("open", "checking", "escalated")


class CorrectiveActionQuerySet(RecordQuerySet):
    def open(self):
        return self.alive().filter(state__in=OPEN)

    def with_indicator(self, user):
        """`seen_indicator` of each row is its indicator where `user` may see that, else None."""
        from indicators.models.indicator import Indicator

        mine = Indicator.objects.visible_to(user).filter(pk=OuterRef("indicator"))
        return self.select_related("indicator").annotate(is_indicator_seen=Exists(mine))

    def overdue(self, on=None):
        return self.alive().filter(state__in=("open", "escalated"), due_on__lt=on or timezone.localdate())


class CorrectiveAction(OwnedRecord):
    """A figure is off: who finds out why, does something about it by a day, and whether that helped.

    One is open for each indicator and cause. Carried out, it waits until enough periods have passed, and then
    it is effective or goes to the plan's sponsor.
    """

    CAUSES = [
        ("below", _("Outside the acceptable band")),
        ("signal", _("A change for the worse that is not chance")),
        ("capability", _("The way of working cannot reach the band")),
        ("data", _("No figure to go by")),
    ]
    STATES = [
        ("open", pgettext_lazy("a corrective action", "Open")),
        ("checking", pgettext_lazy("a corrective action", "Waiting for its effect")),
        ("effective", pgettext_lazy("a corrective action", "It helped")),
        ("escalated", pgettext_lazy("a corrective action", "With the sponsor")),
        ("dismissed", pgettext_lazy("a corrective action", "Dismissed")),
    ]

    title = models.CharField(_("corrective action"), max_length=200)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="actions", verbose_name=_("indicator")
    )
    snapshot = models.ForeignKey(
        "indicators.Snapshot",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("measurement"),
    )
    cause = models.CharField(_("cause"), max_length=10, choices=CAUSES, default="below", editable=False)
    hypothesis = models.TextField(_("why we think it happened"), blank=True)
    remedy = models.TextField(_("what we do about it"), blank=True)
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=9, choices=STATES, default="open", editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, editable=False)
    check_periods = models.PositiveSmallIntegerField(
        _("periods until the effect is checked"),
        default=2,
        help_text=_("So many whole periods after it was carried out, Norte looks whether it helped."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    result = models.TextField(_("result"), blank=True, editable=False)

    name_fold = folded("title")
    search = search_of("title", "hypothesis", "remedy", "external_id")

    objects = CorrectiveActionQuerySet.as_manager()

    named_by = ("title",)

    class Meta(OwnedRecord.Meta):
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        indexes = [
            *record_indexes("corraction"),
            models.Index(fields=["due_on", "id"], name="corraction_by_deadline"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "cause"],
                condition=Q(state__in=OPEN, deleted_at__isnull=True),
                name="one_open_action_per_cause",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return record_url("indicators:correctiveaction-detail", self.pk)

    @property
    def seen_indicator(self):
        """For rows read by with_indicator()."""
        return self.indicator if self.is_indicator_seen else None

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_overdue(self):
        return self.state in ("open", "escalated") and self.due_on < timezone.localdate()
