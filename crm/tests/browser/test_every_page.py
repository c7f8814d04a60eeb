"""The pages one meets each day, in Portuguese: both schemes, phone and desk, without a fault of access or manners."""

import re
from contextlib import suppress

import pytest
from django.urls import NoReverseMatch, reverse

from crm.models import Company
from crm.tests.house.visits import nothing
from crm.tests.house.world import World, records

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLAIN = [
    "home", "crm:company-list", "crm:company-create", "crm:contact-list", "crm:activity-list", "crm:activity-create",
    "sales:opportunity-list", "sales:opportunity-board", "sales:opportunity-calendar", "sales:opportunity-create",
    "sales:product-list", "indicators:plan-list", "indicators:plan-ready", "indicators:goal-create",
    "indicators:indicator-catalogue", "workflow:task-list", "workflow:task-create", "workflow:task-day",
    "workflow:task-board", "workflow:task-calendar", "workflow:task-quick", "workflow:calendarfeed-list",
    "workflow:calendarfeed-create", "crm:importrun-list",
    "crm:exportfile-list",
    "crm:job-list", "crm:search", "crm:trash", "crm:savedview-list", "crm:user-list", "crm:user-create",
    "crm:team-list", "crm:organization", "crm:profile", "crm:my-access", "crm:apitoken-list", "mfa_index",
    "account_change_password", "usersessions_list", "indicators:indicator-overview", "indicators:indicator-wall",
    "indicators:plan-list",
]  # fmt: skip
OPEN = ["account_login", "account_reset_password"]
DETAIL, EDIT, TRASH = "detail", "edit", "trash"
ENGLISH = re.compile(
    r"\b(the|and|of|with|your|this|from|are|is|have|new|save|edit|delete|add|search|all|open|done|by|was|were|been)\b",
    re.IGNORECASE,
)
WIDTHS = (1440, 390)
# Colours on their way from one scheme to the other are nobody's fault; one that ends may begin another.
SETTLED = """async () => {
  for (let frame = 0; frame < 4; frame += 1) {
    await new Promise(requestAnimationFrame);
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  }
}"""
# What the page asks for by itself once it stands (sums, history) has arrived.
QUIET = """async () => {
  for (let still = 0; still < 3; still += document.querySelector(".htmx-request") ? -still : 1)
    await new Promise(requestAnimationFrame);
}"""
# The dark scheme differs in its colours alone.
SCHEMES = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}
PARTS = 4
PLACE = re.compile(r"^\s*[A-Z]\w+/")


@pytest.fixture
def addresses(dora) -> list[str]:
    """Pages of every kind of record, and those that stand alone."""
    world = World()
    world.populate(dora)
    for model in records():
        world.make(dora, model, **world.links(dora, model))
    found = [reverse(name) for name in PLAIN] + [reverse("crm:search") + "?q=canario", "/nowhere/"]
    found.append(reverse("crm:importrun-create", args=["crm.company"]))
    kept, other = Company.objects.alive().order_by("pk")[:2]
    merge = reverse("crm:company-merge", args=[kept.pk])
    found += [merge, f"{merge}?with={other.pk}"]
    for model in records():
        stem = f"{model._meta.app_label}:{model._meta.model_name}"
        with suppress(NoReverseMatch):
            found.append(reverse(f"{stem}-list"))
        if model._meta.label_lower not in ("crm.attachment",):
            # A tactic stands on the page of its strategy.
            pages = (EDIT, TRASH) if stem == "indicators:tactic" else (DETAIL, EDIT, TRASH)
            found += [reverse(f"{stem}-{page}", args=[world.row(dora, model).pk]) for page in pages]
    return list(dict.fromkeys(found))


def lines_of(page) -> list[str]:
    """What is to be read, without what the rows say themselves and the names of time zones."""
    lines = page.locator("body").inner_text().splitlines()
    return [line for line in lines if "CANARIO" not in line and not PLACE.match(line)]


def faults(page, address) -> list[str]:
    page.goto(address)
    page.evaluate(QUIET)
    return faults_here(page, address)


def faults_here(page, name) -> list[str]:
    """Of the page as it stands, also one that no address leads to."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = [f"English: {line}" for line in lines_of(page) if ENGLISH.search(line)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{wide} wide on {width}"] if wide > width else []
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            for one in axe.run(page, options=options).response["violations"]:
                places = [" ".join(map(str, node["target"])) for node in one["nodes"][:3]]
                found.append(f"{scheme} {width} {one['id']}: {', '.join(places)}")
    return [f"{name} {fault}" for fault in found]


# Several tests, so that workers share the pages among them.
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_fault_of_access_width_or_language(page_of, dora, addresses, part):
    type(dora).objects.filter(pk=dora.pk).update(language="pt-br")
    inside, outside = page_of(dora, locale="pt-BR"), page_of(None, locale="pt-BR")

    found = [fault for address in addresses[part::PARTS] for fault in faults(inside, address)]
    found += [fault for name in OPEN[part::PARTS] for fault in faults(outside, reverse(name))]

    nothing(found)
