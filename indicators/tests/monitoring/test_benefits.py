"""Each method's money against its formula, written here once more."""

from decimal import Decimal
from random import Random

import pytest

from indicators.monitoring.benefits import METHODS, Input, given
from indicators.monitoring.ledger import cents
from indicators.tests.factories import GoalFactory, PlanFactory

# value, base, volume, days, and what a person gave: v is a unit's value, m the margin, s the share of work.
FORMULAS = {
    "new_customers": lambda value, base, n, days, v, m, s: (value - base) * v * m / 100,
    "retention": lambda value, base, n, days, v, m, s: (value - base) * n * v * m / 10_000,
    "reactivation": lambda value, base, n, days, v, m, s: (value - base) * n * v * m / 10_000,
    "order_value": lambda value, base, n, days, v, m, s: (value - base) * n * m / 100,
    "win_rate": lambda value, base, n, days, v, m, s: (value - base) * n * v * m / 10_000,
    "revenue": lambda value, base, n, days, v, m, s: (value - base) * m / 100,
    "velocity": lambda value, base, n, days, v, m, s: (value - base) * days * m / 100,
    "hours_saved": lambda value, base, n, days, v, m, s: (base - value) * n * s * v / 100,
}


def worlds(seed):
    """Numbers as measurements and people give them, the same in every run."""
    chance = Random(seed)

    def number(most, digits):
        return Decimal(chance.randint(0, most * 10**digits)).scaleb(-digits)

    for __ in range(200):
        shares = number(100, 2), number(100, 2)
        yield (
            number(1_000_000, 6),
            number(1_000_000, 6),
            number(9_999, 0),
            chance.randint(1, 366),
            number(99_999, 2),
            *shares,
        )


@pytest.mark.parametrize("key", FORMULAS)
def test_the_money_of_a_method_is_its_formula_to_the_cent(key):
    method = METHODS[key]
    for value, base, n, days, v, m, s in worlds(key):
        told = {"unit_value": v, "margin": m, "share": s}
        gain = method.gain(value, base, n, days, **{name: told[name] for name in method.needs()})

        assert cents(gain) == cents(FORMULAS[key](value, base, n, days, v, m, s))


def test_every_method_has_a_formula_here():
    assert set(METHODS) == set(FORMULAS)


@pytest.mark.parametrize("key", FORMULAS)
def test_what_a_method_asks_for_is_what_its_product_uses(key):
    method = METHODS[key]
    factors = method.factors(Decimal(3), Decimal(5), 30, **{one.key: Decimal(7) for one in method.inputs})

    assert all(isinstance(one, Input) for one in method.inputs)
    assert sum(one.unit in ("money", "percent") for one in factors) == len(method.inputs)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "plans", "expected"),
    [({"margin": "25"}, 40, {"margin": Decimal(25)}), ({}, 40, {"margin": Decimal(40)}), ({}, None, None)],
)
def test_a_goals_own_margin_goes_before_the_plans(own, plans, expected):
    goal = GoalFactory(plan=PlanFactory(margin=plans), benefit_method="revenue", benefit_inputs=own)

    assert given(goal, goal.plan) == expected
