"""Working calendars with holidays of their own, and absences, stand in the calendar of tasks."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from workflow.models import Calendar
from workflow.tests.factories import TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def next_wednesday():
    today = timezone.localdate()
    return today + datetime.timedelta(days=(2 - today.weekday()) % 7 + 7)


def make_calendar(page, holiday, team):
    page.goto(reverse("workflow:calendar-list"))
    page.get_by_role("link", name="New working calendar").first.click()
    page.locator("[name=name]").fill("Porto Alegre")
    page.locator("[name=holidays]").fill(f"{holiday:%d/%m/%Y} Founders' day")
    page.locator("[data-submit]").click()
    page.get_by_role("link", name="Name and teams").click()
    page.locator("#id_teams-ts-control").fill(team)
    page.locator(".ts-dropdown [role=option]", has_text=team).click()
    page.locator("[name=name]").click()
    page.locator("[data-submit]").click()


def test_an_own_holiday_and_an_absence_show_in_the_calendars(page_of, ana, bruno, dora):
    from playwright.sync_api import expect

    holiday = next_wednesday()
    away = holiday + datetime.timedelta(days=1)
    TaskFactory(owner=ana, team=ana.team)
    page = page_of(dora)
    make_calendar(page, holiday, "South")
    page.goto(f"{Calendar.objects.get(name='Porto Alegre').get_absolute_url()}?year={holiday.year}")
    expect(page.locator(".n-year")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Founders' day")
    expect(page.locator("main")).to_contain_text("South")

    page = page_of(ana)
    page.goto(reverse("workflow:absence-create"))
    page.locator("[name=starts_on]").fill(away.isoformat())
    page.locator("[name=ends_on]").fill(away.isoformat())
    page.locator("[data-submit]").click()
    page.wait_for_url("**/absences/**")

    page = page_of(bruno)
    page.goto(f"{reverse('workflow:task-calendar')}?week={holiday.isoformat()}")
    day = page.locator(f"td:has(time[datetime='{holiday.isoformat()}'])")
    expect(day).to_contain_text("Founders' day")
    expect(page.locator(f"td:has(time[datetime='{away.isoformat()}'])")).to_contain_text("Away: Ana Melo")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(day).to_contain_text("Founders' day")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
