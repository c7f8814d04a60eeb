"""The review pack: a plan as it was known on a day, to look at, to print and to take away."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from indicators.exports import review as files
from indicators.monitoring.books import growth
from indicators.monitoring.review import review_of
from indicators.panels.review import actions_of, restatements, rows_of, summary
from indicators.ui.growthchart import growth_chart
from indicators.ui.paper import drawn_on_paper, embedded, pdf
from indicators.views.planpage import PlanTab
from indicators.views.strip import strip

# A pack is drawn while somebody waits: beyond so many indicators the file has the rest.
MOST_ROWS = 150


class PlanReview(PlanTab):
    tab, template, needs_figures = "review", "indicators/plan/review.html", True

    def asked_day(self) -> date:
        """?on=2026-03-31; today where nothing or nonsense is asked, and for days to come."""
        try:
            wanted = date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return self.today
        return min(wanted, self.today)

    def about(self, plan) -> dict:
        review = review_of(plan, self.asked_day(), self.request.user)
        may_export = self.request.user.access.may("export", self.model)
        query = f"?on={review.on.isoformat()}"
        return self.told(plan, review) | {
            "pdf_url": self.url("review-pdf", plan.pk) + query if may_export else None,
            "csv_url": self.url("review-csv", plan.pk) + query if may_export else None,
            "narrow_chart": growth_chart(
                growth(plan, review.books, review.on), self.currency, width=360.0, height=240.0
            ),
            "today": self.today,
        }

    def told(self, plan, review) -> dict:
        goals = rows_of(review, self.currency)
        return {
            "review": review,
            "goals": goals,
            "summary": summary(goals),
            "strip": strip(review.books.whole, self.currency),
            "chart": growth_chart(growth(plan, review.books, review.on), self.currency),
            "actions": actions_of(review),
            "restated": restatements(review, self.currency),
        }


class PlanFile(PlanReview):
    """What leaves the house needs the right to take plans out."""

    action = "export"

    def download(self, content, plan, on, kind, mime) -> HttpResponse:
        answer = HttpResponse(content, content_type=mime)
        name = f"{slugify(plan.name) or 'plan'}-{on.isoformat()}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class PlanReviewPdf(PlanFile):
    def get(self, request, pk):
        plan = self.record()
        review = review_of(plan, self.asked_day(), request.user)
        told = self.told(plan, review)
        on_paper = {
            "plan": plan,
            "currency": self.currency,
            "organization": request.organization,
            "logo": embedded(request.organization.logo),
            "written_at": timezone.localtime(),
            "chart": drawn_on_paper(told["chart"]),
            "goals": list(shortened(told["goals"])),
            "is_cut": sum(len(rows) for __, __, strategies in told["goals"] for __, rows in strategies) > MOST_ROWS,
        }
        for __, __, strategies in on_paper["goals"]:
            for row in (row for __, rows in strategies for row in rows):
                row.spark = drawn_on_paper(row.spark)
        return self.download(
            pdf("indicators/plan/review_pdf.html", told | on_paper), plan, review.on, "pdf", "application/pdf"
        )


def shortened(goals):
    """The first indicators of a plan too large for paper."""
    left = MOST_ROWS
    for goal, ledger, strategies in goals:
        kept = []
        for strategy, rows in strategies:
            kept.append((strategy, rows[:left]))
            left -= len(kept[-1][1])
        yield goal, ledger, kept


class PlanReviewCsv(PlanFile):
    def get(self, request, pk):
        plan = self.record()
        review = review_of(plan, self.asked_day(), request.user)
        lines = files.ledger_lines(review) if request.GET.get("part") == "ledger" else files.indicator_lines(review)
        return self.download("".join(lines), plan, review.on, "csv", "text/csv; charset=utf-8")
