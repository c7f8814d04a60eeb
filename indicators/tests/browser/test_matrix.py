import pytest
from django.urls import reverse

from indicators.models import Strategy
from indicators.tests.factories import StrategyFactory, TacticFactory
from indicators.tests.planned import whole

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def strategy():
    plan = whole()
    return Strategy.objects.get(goal__plan=plan)


def opened(page_of, user, strategy, **options):
    page = page_of(user, **options)
    page.goto(reverse("indicators:plan-matrix", args=[strategy.plan.pk]))
    return page


def mark(page, strategy):
    return page.locator(f"#mark-{strategy._meta.model_name}-{strategy.pk}")


def cell(page, benefit, impact):
    return page.locator(f"[data-benefit='{benefit}'][data-impact='{impact}']")


def scores(strategy):
    strategy.refresh_from_db()
    return strategy.benefit, strategy.impact


def drag(page, tile, target):
    """As a hand does it: press, begin to move, arrive, let go."""
    start, end = tile.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def test_a_strategy_is_dragged_and_its_phase_follows(page_of, dora, strategy):
    from playwright.sync_api import expect

    page = opened(page_of, dora, strategy, viewport={"width": 1440, "height": 900})
    drag(page, mark(page, strategy), cell(page, 5, 5))

    expect(page.locator("[data-said]")).to_contain_text("Now in “Second”.")
    expect(cell(page, 5, 5)).to_contain_text(strategy.statement)
    assert scores(strategy) == (5, 5)


def test_arrow_keys_move_the_chosen_one_step_by_step_and_it_keeps_the_focus(page_of, dora, strategy):
    from playwright.sync_api import expect

    page = opened(page_of, dora, strategy, viewport={"width": 1440, "height": 900})
    mark(page, strategy).focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)

    expect(page.locator("[data-live-now]")).to_contain_text("benefit 3, impact 4: Leave out")
    expect(page.locator("[data-said]")).to_contain_text("The plan now goes without it.")
    expect(mark(page, strategy)).to_be_focused()
    assert scores(strategy) == (3, 4)

    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-said]")).to_contain_text("Now in “Second”.")
    assert scores(strategy) == (4, 4)


def test_an_unscored_one_is_placed_by_the_form_without_script(page_of, dora, strategy):
    other = StrategyFactory(goal=strategy.goal, statement="Wait and see")
    page = opened(page_of, dora, strategy, java_script_enabled=False)

    row = page.locator(f"#score-strategy-{other.pk}")
    row.locator("[name=benefit]").select_option("4")
    row.locator("[name=impact]").select_option("1")
    row.get_by_role("button").click()

    assert scores(other) == (4, 1)
    assert "Wait and see" in cell(page, 4, 1).inner_text()


def test_what_somebody_else_moved_meanwhile_shows_where_it_is(page_of, dora, strategy):
    from playwright.sync_api import expect

    page = opened(page_of, dora, strategy, viewport={"width": 1440, "height": 900})
    Strategy.objects.filter(pk=strategy.pk).update(benefit=1, impact=1, version=strategy.version + 1)
    drag(page, mark(page, strategy), cell(page, 5, 5))

    expect(page.locator("[data-said]")).to_contain_text("Somebody changed")
    expect(cell(page, 1, 1)).to_contain_text(strategy.statement)


def test_a_tactic_is_dragged_and_walks_by_keys_as_strategies_do(page_of, dora, strategy):
    from playwright.sync_api import expect

    tactic = TacticFactory(strategy=strategy, statement="Train the sellers")
    page = opened(page_of, dora, strategy, viewport={"width": 1440, "height": 900})
    drag(page, mark(page, tactic), cell(page, 5, 4))

    expect(page.locator("[data-said]")).to_contain_text("Now in “Second”.")
    assert scores(tactic) == (5, 4)

    mark(page, tactic).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-said]")).to_contain_text("Now in “First”.")
    expect(mark(page, tactic)).to_be_focused()
    assert scores(tactic) == (5, 3)
