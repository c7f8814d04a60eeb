"""The benefit ledger: every goal's money line by line, what the plan cost, and what it returns."""

from crm.ui.money import money, written
from indicators.monitoring.books import books_of, growth
from indicators.panels.ledger import claimants_of, drawn_ledger
from indicators.ui.growthchart import growth_chart
from indicators.views.planpage import PlanTab
from indicators.views.strip import strip


class PlanBenefits(PlanTab):
    tab, template, needs_figures = "benefits", "indicators/plan/benefits.html", True

    def about(self, plan) -> dict:
        books = books_of(plan, self.today)
        return {"strip": strip(books.whole, self.currency)} | self.told(plan, books) | self.grown(plan, books)

    def told(self, plan, books) -> dict:
        claimants = claimants_of(books.ledgers)
        return {
            "ledgers": [drawn_ledger(one, plan, self.currency, claimants) for one in books.ledgers],
            "books": books,
            "investments": [(one, one.spent_on <= self.today) for one in books.investments],
        }

    def grown(self, plan, books) -> dict:
        standings = growth(plan, books, self.today)
        return {
            "wide_chart": growth_chart(standings, self.currency, width=1140.0),
            "narrow_chart": growth_chart(standings, self.currency, width=360.0, height=240.0),
            "growth": [
                (written(one.day, "M Y"), *map(self.sum, (one.invested, one.realised, one.expected)))
                for one in standings
            ],
        }

    def sum(self, amount) -> str:
        return "" if amount is None else money(amount, self.currency, cents=True)
