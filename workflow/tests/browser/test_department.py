"""The head of a department sees what is late and gives it to another, who finds it and is told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import person
from crm.actions.follow import consume
from crm.models import Notice
from crm.tests.browser.pages import drag
from workflow.tests.factories import TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOARD, DAY = reverse("workflow:task-board"), reverse("workflow:task-day")


@pytest.fixture
def rui(south):
    return person("Rui Sá", south, "seller")


@pytest.fixture
def offer(ana, rui):
    """Late, and Ana's; another is not late."""
    consume("task notices")
    TaskFactory(title="Water the plants", owner=ana, team=ana.team, due_at=at(hours=30))
    return TaskFactory(title="Send the offer", owner=ana, team=ana.team, due_at=at(hours=-30))


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def find_it(page, colleague):
    """The colleague is told who gave it to them, and has it in the day."""
    from playwright.sync_api import expect

    consume("task notices")
    page.goto(reverse("crm:notice-list"))
    expect(page.locator(".n-notices")).to_contain_text("Bruno Reis")
    page.get_by_role("link", name="Send the offer").first.click()
    expect(page.locator("h1")).to_contain_text("Send the offer")
    page.goto(DAY)
    expect(page.get_by_role("button", name="Complete “Send the offer”")).to_be_visible()
    assert Notice.objects.filter(person=colleague).count() == 1


def test_what_is_late_on_the_board_is_dragged_onto_a_colleague(page_of, ana, bruno, rui, offer):
    from playwright.sync_api import expect

    page = page_of(bruno)
    page.goto(DAY)
    page.get_by_role("link", name="Team board").click()
    expect(page.locator(f"#col-{ana.pk}-head")).to_contain_text("1 late")
    expect(page.locator(f"#card-{offer.pk}")).to_contain_text("Late")
    drag(page, page.locator(f"#card-{offer.pk}"), page.locator(f"[data-column='{rui.pk}']"))
    expect(page.locator(f"#col-{rui.pk}-head")).to_contain_text("1 late")
    expect(page.locator(f"#col-{ana.pk}-head")).not_to_contain_text("late")

    offer.refresh_from_db()
    assert offer.owner == rui
    find_it(page_of(rui), rui)


def test_what_is_late_on_the_board_goes_to_a_colleague_by_the_menu_of_the_card_and_keys(page_of, bruno, rui, offer):
    from playwright.sync_api import expect

    page = page_of(bruno)
    page.goto(BOARD)
    page.locator(f"#card-{offer.pk}").focus()
    page.keyboard.press("m")
    expect(page.get_by_label("Move to", exact=True)).to_be_focused()
    page.keyboard.type("Rui")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#col-{rui.pk}-head")).to_contain_text("1 late")

    find_it(page_of(rui), rui)


def test_all_that_is_late_in_the_department_is_one_list_and_goes_to_a_colleague_by_keys(page_of, bruno, rui, offer):
    from playwright.sync_api import expect

    page = page_of(bruno)
    page.goto(reverse("workflow:task-list"))
    page.get_by_role("link", name="Late in the team").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Change person responsible").focus()
    page.keyboard.press("Enter")
    page.locator("[name=owner]").focus()
    page.keyboard.type("Rui")
    page.locator("[data-submit], main form button.btn-primary").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/**")
    expect(page.get_by_role("status").filter(has_text="1")).to_be_visible()

    find_it(page_of(rui), rui)
