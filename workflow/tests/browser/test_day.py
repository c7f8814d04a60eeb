"""A seller goes through the day: by press, by keys, on a phone, in one line of words."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Activity
from crm.tests.factories import CompanyFactory
from workflow.models import Task
from workflow.tests.factories import TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = reverse("workflow:task-day")


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def late(ana, title, **fields):
    return TaskFactory(title=title, owner=ana, due_at=at(hours=-3), **fields)


def tick(page, title):
    return page.get_by_role("button", name=f"Complete “{title}”")


def test_a_seller_completes_the_day_and_takes_one_back(page_of, ana):
    from playwright.sync_api import expect

    late(ana, "Send the offer")
    TaskFactory(title="Call Acme", kind="call", owner=ana, due_at=at(hours=-2), about=CompanyFactory(owner=ana))
    page = page_of(ana)
    page.goto(DAY)

    tick(page, "Send the offer").click()
    expect(page.get_by_role("status").filter(has_text="is done")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(tick(page, "Send the offer")).to_be_visible()
    tick(page, "Send the offer").click()
    expect(tick(page, "Send the offer")).to_have_count(0)
    page.get_by_role("link", name="Complete “Call Acme”").click()
    page.locator("[name=outcome]").select_option("reached")
    page.locator("[data-submit]").click()

    expect(page.locator("#my-day")).to_contain_text("Nothing late and nothing due today.")
    assert not Task.objects.open().exists()
    assert Activity.objects.get().outcome == "reached"


def test_the_day_is_done_by_keys_alone(page_of, ana):
    from playwright.sync_api import expect

    late(ana, "First")
    TaskFactory(title="Second", owner=ana, due_at=at(hours=-2))
    TaskFactory(title="Third", owner=ana, due_at=at(hours=-1))
    page = page_of(ana)
    page.goto(DAY)

    page.keyboard.press("j")
    expect(tick(page, "First")).to_be_focused()
    page.keyboard.press("Enter")
    expect(tick(page, "Second")).to_be_focused()
    # What was put in place a moment ago has to be wired first: quicker than any hand.
    expect(page.locator("#my-day")).not_to_have_class(re.compile("htmx"))
    page.keyboard.press("Enter")

    expect(tick(page, "Third")).to_be_focused()
    assert Task.objects.open().get().title == "Third"


def test_one_line_is_understood_looked_over_and_planned(page_of, ana):
    from playwright.sync_api import expect

    CompanyFactory(name="Acme", owner=ana)
    page = page_of(ana)
    page.goto(DAY)

    page.locator("#quick-line").fill("call Acme tomorrow at 3pm")
    page.keyboard.press("Enter")
    expect(page.locator("[name=title]")).to_have_value("Call Acme")
    assert not Task.objects.exists()
    page.locator("[data-submit]").last.click()
    page.wait_for_url("**/companies/**")

    task = Task.objects.get()
    assert (task.title, str(task.about), task.type.key) == ("Call Acme", "Acme", "call")


def test_on_a_phone_nothing_is_cut_off_and_a_thumb_can_tick(page_of, ana):
    late(
        ana, "Send the offer of the large roof with all its annexes to the partners", about=CompanyFactory(owner=ana)
    )
    page = page_of(ana)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(DAY)

    box = page.locator(".n-tick").first.bounding_box()
    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 390
    assert box["width"] >= 36
    assert box["height"] >= 36


def test_a_step_is_added_and_ticked_on_the_page_of_its_task(page_of, ana):
    from playwright.sync_api import expect

    task = TaskFactory(owner=ana)
    page = page_of(ana)
    page.goto(task.get_absolute_url())

    page.locator("#new-step").fill("Ladder and helmet")
    page.keyboard.press("Enter")
    expect(page.locator("#checklist")).to_contain_text("0 of 1")
    page.get_by_role("button", name="Ladder and helmet", exact=True).click()
    expect(page.locator("#checklist")).to_contain_text("1 of 1")

    assert task.checklist.get().done_by == ana


def test_the_head_of_department_hands_a_task_over_by_keys(page_of, ana, bruno):
    from playwright.sync_api import expect

    task = late(ana, "Send the offer", team=ana.team)
    page = page_of(bruno)
    page.goto(reverse("workflow:task-board"))

    page.locator(f"#card-{task.pk}").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(f"#col-{bruno.pk}-head")).to_contain_text("1")

    task.refresh_from_db()
    assert task.owner == bruno
