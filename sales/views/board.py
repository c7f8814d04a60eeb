"""The board of opportunities: a column per stage of one pipeline."""

from copy import copy
from decimal import Decimal
from urllib.parse import urlsplit

from django.db.models import Count, F, Q, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from crm.ui import column
from crm.ui.filters import PLACE, without
from crm.ui.money import number
from crm.ui.pages import BoardPage
from crm.ui.pages.board import BoardCard, BoardColumn
from crm.ui.routes import record_url
from sales.models import Pipeline
from sales.tables.opportunity import with_next_task
from sales.ui.card import card
from sales.ui.cells import sums
from sales.views.opportunity import Opportunities

# What a card shows and a move asks; the rest of the record stays where it is.
CARD = (
    *("name", "company", "amount", "currency", "closes_on", "state", "excuse", "version", "updated_at", "team"),
    *("stage_since", "stage", "stage__days_until_stale", "owner", "owner__name"),
)

NOTHING = Decimal(0)


class OpportunityBoard(Opportunities, BoardPage):
    template = "sales/opportunity/board.html"
    column_field = "stage"

    @cached_property
    def pipeline(self):
        """The one asked for, else the default; None where there is none at all."""
        asked = self.request.GET.get("pipeline", "")
        chosen = Pipeline.objects.active().filter(pk=asked).first() if asked.isdigit() else None
        return chosen or Pipeline.objects.default()

    @cached_property
    def stages(self):
        return list(self.pipeline.stages.order_by("position", "pk")) if self.pipeline else []

    def rows(self, filterset):
        return super().rows(filterset).filter(pipeline=self.pipeline)

    def column_rows(self):
        return self.stages

    def totals(self, rows) -> dict:
        """Per stage: how many, and by currency the sum and the weighted sum; one query over the visible rows."""
        own = Q(probability__isnull=False)
        grouped = [
            rows.filter(part)
            .order_by()
            .values("stage", "currency")
            .annotate(
                count=Count("*"),
                sum=Sum("amount"),
                chances=Sum(F("amount") * F("probability"), filter=own),
                unsaid=Sum("amount", filter=~own),
            )
            for part in self.request.user.access.parts(self.action, self.model)
        ]
        found = grouped[0].union(*grouped[1:], all=True) if len(grouped) > 1 else grouped[0]
        chance = {stage.pk: stage.probability for stage in self.stages}
        totals = {}
        for row in found:
            total = totals.setdefault(row["stage"], {"count": 0, "sums": {}, "weighted": {}})
            total["count"] += row["count"]
            # A stage without amounts must give zero as a Decimal: divided, a plain 0 becomes a float.
            weighted = (row["chances"] or NOTHING) + (row["unsaid"] or NOTHING) * chance[row["stage"]]
            for kind, value in (("sums", row["sum"] or 0), ("weighted", weighted / 100)):
                total[kind][row["currency"]] = total[kind].get(row["currency"], 0) + value
        return totals

    def column_head(self, stage, totals) -> BoardColumn:
        currency = self.request.organization.currency
        return BoardColumn(
            pk=stage.pk,
            label=stage.name,
            kind=stage.kind,
            count_text=number(totals.get("count", 0)),
            sum_text=sums(totals["sums"], currency) if totals else "",
            weighted_text=sums(totals["weighted"], currency) if totals and stage.is_open else "",
        )

    def load(self, queryset):
        return (
            with_next_task(queryset, self.request.user)
            .select_related("stage", "owner")
            .only(*CARD)
            .with_company(self.request.user)
        )

    def card(self, opportunity) -> BoardCard:
        may_move = self.request.user.access.covers("change", opportunity)
        return BoardCard(
            pk=opportunity.pk,
            title=opportunity.name,
            html=card(opportunity),
            move_url=self.move_url(opportunity) if may_move else None,
            version=opportunity.version,
            css="is-rotting" if opportunity.is_stale else "",
        )

    def move_url(self, opportunity) -> str:
        """The move's address, which knows the board to come back to."""
        return f"{record_url('sales:opportunity-move', opportunity.pk)}?{self.way_back}"

    @cached_property
    def way_back(self) -> str:
        here = reverse("sales:opportunity-board") + without(self.request.GET, *PLACE).rstrip("?")
        return urlencode({"next": here})

    def extra_context(self):
        return {"pipelines": self.pipeline_links(), "pipeline": self.pipeline}

    def pipeline_links(self):
        address = self.request.GET
        pipelines = Pipeline.objects.active()
        return [
            {
                "label": one.name,
                "url": without(address, *PLACE, "stage", pipeline=one.pk),
                "is_current": one == self.pipeline,
            }
            for one in pipelines
        ]


def changed_columns(request, pk, stages, board_url) -> str:
    """What a board is told after a move: the heads of the changed columns as they are now, and the card."""
    asked = copy(request)
    asked.GET = QueryDict(urlsplit(board_url).query)
    page = OpportunityBoard()
    page.setup(asked)
    rows = page.rows(page.filtered())
    totals = page.totals(rows.filter(stage__in=stages))
    changed = [page.column_head(one, totals.get(one.pk, {})) for one in page.stages if one.pk in stages]
    heads = [column.head(one, is_swap=True) for one in changed]
    record = page.load(page.records().filter(pk=pk)).get()
    return "".join((*heads, column.cards([page.card(record)])))
