import pytest
from django.urls import reverse
from django.utils import timezone

from crm.tests.browser.pages import drag
from crm.tests.factories import CompanyFactory
from sales.models import LostReason
from sales.tests.factories import LineFactory, OpportunityFactory, stage_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOARD = reverse("sales:opportunity-board")


def column(page, stage):
    return page.locator(f"[data-column='{stage.pk}']")


def card(page, opportunity):
    return page.locator(f"#card-{opportunity.pk}")


def wait_for_sum(page, stage, text):
    from playwright.sync_api import expect

    expect(column(page, stage).locator(".n-column__sum").first).to_contain_text(text)


def moved_to(opportunity, stage) -> tuple:
    opportunity.refresh_from_db()
    return opportunity.stage == stage, opportunity.moves.count()


def test_a_card_is_moved_by_dragging_and_both_heads_tell_the_new_sums(page_of, ana):
    dragged, other = OpportunityFactory(owner=ana, amount=300), OpportunityFactory(owner=ana, amount=50)
    page = page_of(ana)
    page.goto(BOARD)

    drag(page, card(page, dragged), column(page, stage_of("open", 1)))

    wait_for_sum(page, stage_of("open", 1), "$300")
    wait_for_sum(page, stage_of(), "$50")
    assert moved_to(dragged, stage_of("open", 1)) == (True, 2)
    assert other.moves.count() == 1


def test_a_card_is_moved_by_keys_again_and_again(page_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=300)
    page = page_of(ana)
    page.goto(BOARD)

    for place in (1, 2):
        card(page, opportunity).focus()
        page.keyboard.press("Shift+ArrowRight")
        wait_for_sum(page, stage_of("open", place), "$300")

    assert moved_to(opportunity, stage_of("open", 2)) == (True, 3)


def test_a_card_is_moved_by_its_menu(page_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=300)
    page = page_of(ana)
    page.goto(BOARD)

    card(page, opportunity).focus()
    page.keyboard.press("m")
    menu = card(page, opportunity).locator("form")
    menu.locator("select").select_option(str(stage_of("open", 1).pk))
    menu.locator("button").click()

    wait_for_sum(page, stage_of("open", 1), "$300")
    assert moved_to(opportunity, stage_of("open", 1)) == (True, 2)


def test_the_button_of_a_card_opens_its_menu_and_escape_gives_the_focus_back(page_of, ana):
    from playwright.sync_api import expect

    first, second = OpportunityFactory(owner=ana, amount=300), OpportunityFactory(owner=ana, amount=200)
    page = page_of(ana)
    page.goto(BOARD)
    buttons = [card(page, one).locator("[data-card-menu]") for one in (first, second)]

    buttons[0].press("Space")
    expect(buttons[0]).to_have_attribute("aria-expanded", "true")
    expect(card(page, first).get_by_label("Move to", exact=True)).to_have_value(str(stage_of().pk))
    buttons[1].click()
    expect(page.locator("[data-move-form]")).to_have_count(1)
    expect(buttons[0]).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(page.locator("[data-move-form]")).to_have_count(0)
    expect(card(page, second)).to_be_focused()
    assert moved_to(first, stage_of()) == (True, 1)


def test_a_card_is_moved_by_its_menu_without_script(page_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=300)
    page = page_of(ana, java_script_enabled=False)
    page.goto(BOARD)

    card(page, opportunity).locator("[data-card-menu]").click()
    page.locator("select[name=stage]").select_option(str(stage_of("open", 1).pk))
    page.locator("[data-submit]").click()

    assert page.url.endswith(BOARD)
    assert moved_to(opportunity, stage_of("open", 1)) == (True, 2)


def test_a_refused_card_goes_back_and_says_why(page_of, ana):
    from playwright.sync_api import expect

    opportunity = OpportunityFactory(owner=ana, amount=None)
    page = page_of(ana)
    page.goto(BOARD)

    drag(page, card(page, opportunity), column(page, stage_of("open", 2)))

    expect(page.locator("#messages")).to_contain_text("needs: Amount")
    expect(column(page, stage_of()).locator(f"#card-{opportunity.pk}")).to_be_visible()
    assert moved_to(opportunity, stage_of()) == (True, 1)


def test_a_card_dropped_on_lost_asks_for_the_reason_and_comes_back(page_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=300)
    reason = LostReason.objects.filter(is_unknown=False).first()
    page = page_of(ana, viewport={"width": 1900, "height": 900})
    page.goto(BOARD)

    drag(page, card(page, opportunity), column(page, stage_of("lost")))
    page.get_by_label("Why was it lost?").select_option(str(reason.pk))
    page.locator("[data-submit]").click()
    page.wait_for_url(f"**{BOARD}")

    wait_for_sum(page, stage_of("lost"), "$300")
    assert moved_to(opportunity, stage_of("lost")) == (True, 2)
    assert opportunity.lost_reason == reason


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["board", "list", "calendar", "detail", "products"])
def test_pages_have_no_fault_of_access(name, scheme, page_of, ana):
    from axe_playwright_python.sync_playwright import Axe

    company = CompanyFactory(owner=ana, name="Acme")
    opportunity = OpportunityFactory(owner=ana, company=company, closes_on=timezone.localdate())
    LineFactory(opportunity=opportunity)
    single = name in ("detail", "products")
    page = page_of(ana, color_scheme=scheme)
    page.goto(reverse(f"sales:opportunity-{name}", args=[opportunity.pk] if single else []))

    faults = Axe().run(page).response["violations"]

    assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in faults] == []
