"""From the first page down to the records, and back: by eye, by keyboard, on the wall."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from crm.tests.browser.test_every_page import faults, faults_here
from crm.tests.house.visits import nothing
from indicators.actions import baseline as baselines
from indicators.actions import snapshot as snapshots
from indicators.tests.factories import AnnotationFactory, IndicatorFactory, PlanFactory
from indicators.tests.story import earn, month, watched

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def indicator(ana, dora):
    with transaction.atomic():
        found = watched(ana, is_headline=True, name="Receita")
    today = timezone.localdate()
    earn(ana, [700], (today.year - 2026) * 12 + today.month - 1)
    baselines.freeze(found, by=dora)
    earn(ana, [1000, 1500, 400], 1)
    snapshots.measure(found.pk)
    AnnotationFactory(indicator=found, day=month(2), text="Feira")
    return found


def test_a_manager_follows_a_headline_down_to_its_records_by_keyboard(page_of, bruno, indicator):
    page = page_of(bruno)
    page.goto("/")
    page.get_by_role("link", name="Receita", exact=True).press("Enter")
    page.wait_for_url(re.compile(f"/indicators/{indicator.pk}/$"))
    point = page.get_by_role("link", name=re.compile("^Mar 2026: R\\$400, Not acceptable")).first
    point.focus()
    point.press("Enter")
    page.wait_for_url(re.compile("period=2026-03-01"))

    assert "1 record · Sum: R$400" in page.locator("main").inner_text().replace("\xa0", " ")
    with page.expect_download() as file:
        page.get_by_role("button", name="Export as CSV").click()
    assert file.value.suggested_filename.startswith("sal.revenue_won-2026-03-01")


def test_what_follows_the_headlines_comes_by_itself_also_on_the_way_back(page_of, bruno, indicator):
    page = page_of(bruno)
    page.goto("/")
    page.locator("#home-tasks").wait_for()
    page.locator("#home-closing").wait_for()
    assert page.locator(".n-waiting, [aria-busy=true]").count() == 0

    page.get_by_role("link", name="Receita", exact=True).click()
    page.wait_for_url(re.compile(f"/indicators/{indicator.pk}/$"))
    page.go_back()
    page.locator("#home-tasks").wait_for()


def test_where_it_does_not_come_a_link_leads_to_the_whole(page_of, bruno, indicator):
    broken, plain = page_of(bruno), page_of(bruno, java_script_enabled=False)
    # Nothing comes; an error would do as well, but the browser complains of one.
    broken.route("**/home/rest/", lambda route: route.fulfill(status=204))
    for page in (broken, plain):
        page.goto("/")
        page.get_by_role("link", name="Show the rest").click()
        page.locator("#home-tasks").wait_for()
        assert page.url.endswith("/?whole=1")
        assert page.get_by_role("link", name="Receita", exact=True).is_visible()


def test_parts_and_figures_as_known_then_come_without_leaving_the_page(page_of, bruno, indicator):
    page = page_of(bruno)
    page.goto(indicator.get_absolute_url())
    page.get_by_label("Break down by").select_option(label="Team")
    page.get_by_role("columnheader", name="Team").wait_for()
    page.get_by_label("As known on").fill("2026-01-15")
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("not measured yet").first.wait_for()

    assert page.url.endswith(indicator.get_absolute_url())


def test_the_wall_turns_to_the_next_plan_by_itself(page_of, bruno, indicator):
    with transaction.atomic():
        other = IndicatorFactory(plan=PlanFactory(state="active", name="Second plan"), is_headline=True)
    page = page_of(bruno)
    page.clock.install()
    page.goto(reverse("indicators:indicator-wall"))
    page.get_by_role("heading", name=str(indicator.plan)).wait_for()
    for plan in (other.plan, indicator.plan):
        # The page that came has to have set its own clock before that is put forward.
        page.wait_for_load_state("networkidle")
        page.clock.run_for(1000)
        page.clock.fast_forward(61_000)
        page.get_by_role("heading", name=str(plan)).wait_for()


def test_the_pages_of_figures_have_no_fault_of_access_or_width(page_of, bruno, indicator):
    type(bruno).objects.filter(pk=bruno.pk).update(language="pt-br")
    page = page_of(bruno, locale="pt-BR")
    names = ("detail", "rows", "breakdown", "known")
    addresses = [reverse(f"indicators:indicator-{name}", args=[indicator.pk]) for name in names]
    addresses += [reverse("indicators:indicator-overview"), reverse("indicators:indicator-wall"), "/"]

    nothing([one for address in addresses for one in faults(page, address) if "English" not in one])


def test_home_has_no_fault_while_it_waits(page_of, bruno, indicator):
    type(bruno).objects.filter(pk=bruno.pk).update(language="pt-br")
    page, held = page_of(bruno, locale="pt-BR"), []
    page.route("**/home/rest/", lambda route: held.append(route))
    page.goto("/")
    page.locator("#home-rest").wait_for()

    nothing([one for one in faults_here(page, "/") if "English" not in one])
    held[0].continue_()
    page.locator("#home-tasks").wait_for()
