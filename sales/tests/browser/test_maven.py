"""The same real pipeline through the pages, as a person brings it: each file in four steps, then the board."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from crm.actions import job as jobs
from crm.models import ImportRun, Job
from sales.models import Opportunity

DATA = Path(__file__).resolve().parents[4] / "shared/data/maven_crm"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the public data set is not at {DATA}"),
]


def work():
    """What a worker would do now."""
    for pk in Job.objects.due().values_list("pk", flat=True):
        if job := jobs.claim(pk):
            jobs.run(job)


def press(page, words):
    page.get_by_role("button", name=words).click()


def reached(page, title):
    from playwright.sync_api import expect

    # Large files are worked on in the background: the page leads on by itself when that is done.
    page.wait_for_load_state()
    work()
    expect(page.locator("h1")).to_have_text(title, timeout=15_000)


def bring(page, record, name):
    page.goto(reverse("crm:importrun-create", args=[record]))
    page.locator("input[type=file]").set_input_files(DATA / f"{name}.csv")
    press(page, "Continue")
    reached(page, "How the file is written")
    press(page, "Continue")
    reached(page, "Which column is what")
    press(page, "Continue")
    if ImportRun.objects.first().state == "mapping":
        reached(page, "What these values mean")
        press(page, "Continue")
    reached(page, "This would happen")
    press(page, "Import ")
    reached(page, "Imported")


def counts(page) -> list[str]:
    return page.locator(".n-tally dd").all_inner_texts()


def test_a_person_brings_the_whole_pipeline_and_the_list_shows_it(page_of, dora):
    from playwright.sync_api import expect

    oracle = json.loads((DATA / "oracle.json").read_text())
    page = page_of(dora)

    for record, name in [("sales.product", "products"), ("crm.user", "sales_teams"), ("crm.company", "accounts")]:
        bring(page, record, name)
    bring(page, "sales.opportunity", "sales_pipeline")

    assert counts(page) == ["8,800", "0", "0", "0"]
    assert "1,425 × No company is named." in page.locator("main").inner_text()
    assert Opportunity.objects.won().count() == oracle["stage_counts"]["Won"]
    page.goto(reverse("sales:opportunity-list"))
    expect(page.locator("main")).to_contain_text("8,800")

    bring(page, "sales.opportunity", "sales_pipeline")
    assert counts(page) == ["0", "0", "8,800", "0"]
