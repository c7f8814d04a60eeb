"""The stage history, and the triggers that write it: no path, bulk or raw, goes around them."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import append_only

# Before each row: what follows from the stage is taken from it, so that it cannot disagree.
SETTLE = """
    SELECT * INTO stage FROM sales_stage WHERE id = NEW.stage_id;
    NEW.pipeline_id := stage.pipeline_id;
    NEW.state := stage.kind;
    IF TG_OP = 'INSERT' THEN
        NEW.stage_since := COALESCE(NEW.stage_since, NEW.closed_at, NEW.opened_at);
    ELSIF NEW.stage_id <> OLD.stage_id THEN
        IF NEW.stage_since = OLD.stage_since THEN
            NEW.stage_since := COALESCE(
                NULLIF(current_setting('norte.moment', true), '')::timestamptz, statement_timestamp()
            );
        END IF;
        IF NEW.closed_at IS NOT DISTINCT FROM OLD.closed_at THEN
            NEW.closed_at := NULL;
        END IF;
    END IF;
    NEW.closed_at := CASE WHEN stage.kind <> 'open' THEN COALESCE(NEW.closed_at, NEW.stage_since) END;
    IF stage.kind <> 'lost' THEN
        NEW.lost_reason_id := NULL;
        NEW.lost_note := '';
    ELSIF NEW.lost_reason_id IS NULL THEN
        NEW.lost_reason_id := (SELECT id FROM sales_lostreason WHERE is_unknown);
    END IF;
    RETURN NEW;
"""

MOVED = """
    INSERT INTO sales_stagemove (opportunity_id, from_stage_id, to_stage_id, amount, currency, closes_on,
        owner_id, team_id, moved_at, recorded_at, by_id, seconds_in_previous)
    SELECT n.id, {was}, n.stage_id, n.amount, n.currency, n.closes_on, n.owner_id, n.team_id,
        n.stage_since, clock_timestamp(), NULLIF(current_setting('norte.actor', true), '')::bigint, {seconds}
    FROM {rows};
    RETURN NULL;
"""
MOVED_BY_INSERT = MOVED.format(was="NULL::bigint", seconds="NULL::bigint", rows="new_rows n")
MOVED_BY_UPDATE = MOVED.format(
    was="o.stage_id",
    seconds="GREATEST(0, EXTRACT(EPOCH FROM n.stage_since - o.stage_since))::bigint",
    rows="new_rows n JOIN old_rows o ON o.id = n.id WHERE n.stage_id <> o.stage_id",
)


class MoveTrigger(pgtrigger.Trigger):
    """Once per statement, one stage-history row per opportunity that entered a stage."""

    level = pgtrigger.Statement
    when = pgtrigger.After


class StageMoveQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """The moves of opportunities this person may see."""
        from sales.models.opportunity import Opportunity

        return self.filter(opportunity__in=Opportunity.objects.visible_to(user, action))


class StageMove(models.Model):
    """One opportunity entered one stage: from where, when, with which amount and date, by whom. Never rewritten.

    `moved_at` is when it happened, `recorded_at` when Norte learned of it; creation is a move from nowhere.
    """

    opportunity = models.ForeignKey(
        "sales.Opportunity", models.CASCADE, related_name="moves", db_index=False, verbose_name=_("opportunity")
    )
    from_stage = models.ForeignKey(
        "sales.Stage", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("from")
    )
    to_stage = models.ForeignKey(
        "sales.Stage", models.PROTECT, related_name="arrivals", db_index=False, verbose_name=_("to")
    )
    amount = models.DecimalField(_("amount then"), max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(_("currency"), max_length=3)
    closes_on = models.DateField(_("expected to close, then"), null=True)
    owner = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("owner then")
    )
    team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("team then")
    )
    moved_at = models.DateTimeField(_("moved"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by")
    )
    seconds_in_previous = models.BigIntegerField(_("seconds in the stage before"), null=True)

    objects = StageMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage move")
        verbose_name_plural = _("stage history")
        ordering = ["-moved_at", "-pk"]
        indexes = [
            # With all that a figure of a month reads, so that the rows themselves need not be fetched.
            models.Index(
                fields=["to_stage", "moved_at"],
                include=["id", "opportunity", "owner", "team", "amount", "currency", "recorded_at"],
                name="stagemove_by_stage",
            ),
            models.Index(fields=["opportunity", "moved_at", "id"], name="stagemove_of_opportunity"),
            models.Index(fields=["from_stage", "moved_at"], name="stagemove_by_origin"),
            models.Index(fields=["moved_at"], name="stagemove_by_moment"),
        ]
        triggers = [append_only("stage history")]

    def __str__(self):
        return f"{self.opportunity_id}: {self.from_stage_id} → {self.to_stage_id}"
