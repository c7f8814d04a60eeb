"""The ways in, one's own account and what guards it: in Portuguese, by phone and desk, without a fault."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.urls import reverse

from crm.actions import invitation as invitations
from crm.models import Organization, Role
from crm.tests.browser.test_every_page import faults, faults_here
from crm.tests.browser.test_signing_in import code_of
from crm.tests.factories import CompanyFactory
from crm.tests.house.visits import nothing
from crm.tests.views.test_organization import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
OFF, CODES = reverse("mfa_deactivate_totp"), reverse("mfa_view_recovery_codes")


@pytest.fixture(autouse=True)
def in_portuguese(db, settings, tmp_path, dora, ana):
    caches["guard"].clear()
    for user in (dora, ana):
        type(user).objects.filter(pk=user.pk).update(language="pt-br")
    place = {"OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}


def entered(page, **fields):
    """What the form leads to, filled in and sent."""
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_ways_in_have_no_fault(page_of, dora):
    __, link = invitations.new_link(dora, dora)
    page, found = page_of(None, locale="pt-BR"), []

    places = ["/" + link.split("/", 3)[3], reverse("crm:invitation", args=["gone"]), reverse("account_inactive")]
    places += [reverse("account_reset_password_done"), reverse("account_reset_password_from_key", args=["1", "gone"])]
    for place in places:
        found += faults(page, place)

    nothing(found)


def test_turning_the_second_step_on_and_off_has_no_fault(page_of, ana):
    page = page_of(None, locale="pt-BR")
    page.goto(reverse("mfa_activate_totp"))
    entered(page, login=ana.email, password=PASSWORD)
    found = faults_here(page, "reauthenticate")
    entered(page, password=PASSWORD)

    found += faults(page, reverse("mfa_activate_totp"))
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content())[0]
    entered(page, code=code_of(secret))
    codes = re.findall(r"\b\d{8}\b", page.locator(".n-codes").inner_text())
    for place in (CODES, reverse("mfa_generate_recovery_codes"), reverse("mfa_index"), OFF):
        found += faults(page, place)

    nothing(found)
    assert len(codes) == 10
    page.goto(OFF)
    with page.expect_navigation():
        page.locator("main form button, form button").last.click()
    assert not ana.authenticator_set.filter(type="totp").exists()


def test_a_recovery_code_opens_once(page_of, ana):
    TOTP.activate(ana, generate_totp_secret())
    code = RecoveryCodes.activate(ana).get_unused_codes()[0]
    pages = [page_of(None, locale="pt-BR") for __ in range(2)]
    for page in pages:
        page.goto(reverse("crm:profile"))
        entered(page, login=ana.email, password=PASSWORD)
    asked = pages[1].url
    found = faults(pages[1], asked)

    for page in pages:
        entered(page, code=code)

    nothing(found)
    assert [page.url.endswith(reverse("crm:profile")) for page in pages] == [True, False]


def test_what_administrators_do_with_people_has_no_fault(page_of, dora, ana):
    page, found = page_of(dora, locale="pt-BR"), []
    names = ["crm:user-detail", "crm:user-edit", "crm:user-deactivate"]
    places = [reverse(name, args=[ana.pk]) for name in names] + [reverse("crm:team-create")]
    places += [reverse("crm:team-edit", args=[ana.team.pk])]

    for place in places:
        found += faults(page, place)

    nothing(found)


def test_the_tables_of_the_administration_have_no_fault(page_of, dora):
    # Django's own pages are moved about by axe while it looks; what it writes there is not theirs.
    page, found = page_of(dora, locale="pt-BR", bypass_csp=True), []
    role = Role.objects.get(key="seller")
    places = [reverse(f"admin:{name}_changelist") for name in ("crm_role", "crm_source", "sales_pipeline")]
    places += [reverse("admin:crm_role_change", args=[role.pk])]

    for place in places:
        found += faults(page, place)

    nothing(found)


def test_saved_settings_are_not_offered_again_as_unsaved(page_of, dora):
    page = page_of(dora)
    page.goto(reverse("crm:organization"))
    page.fill("[name=name]", "Aurora")
    page.set_input_files("[name=logo]", {"name": "logo.png", "mimeType": "image/png", "buffer": picture().read()})
    with page.expect_navigation():
        page.locator("[data-submit]").click()

    page.locator(".n-logo-now img").wait_for()
    assert (Organization.current().name, page.locator("[data-draft-offer]:visible").count()) == ("Aurora", 0)


def test_the_conflict_page_has_no_fault(page_of, dora, ana):
    company = CompanyFactory(owner=ana, name="Acme")
    page = page_of(dora, locale="pt-BR")
    page.goto(reverse("crm:company-edit", args=[company.pk]))
    type(company).objects.filter(pk=company.pk).update(name="Acme Ltda", version=company.version + 1)
    page.fill("[name=name]", "Acme SA")
    with page.expect_navigation():
        page.locator("[data-submit]").click()

    nothing(faults_here(page, "conflict"))
