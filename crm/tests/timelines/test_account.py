"""Everything that happens to an account reads as a sentence, in both languages."""

import ast
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from crm.actions import apitoken as apitokens
from crm.actions import invitation as invitations
from crm.actions import team as teams
from crm.actions import user as users
from crm.actions.access import set_grants
from crm.models import ApiToken, Company, HistoryEntry, Role, Team
from crm.tests.factories import CompanyFactory
from crm.tests.house.files import sources
from crm.ui.registry import registry
from crm.views.timeline import page_of


def told(user, reader) -> list[str]:
    """The sentences of an account's history, oldest first."""
    days = page_of(user, reader, kind="change").days
    found = [re.sub(r"\s+", " ", strip_tags(f"{one.html} {one.detail_html}")) for day in days for one in day.entries]
    return [sentence.strip() for sentence in reversed(found)]


@pytest.fixture
def a_life(dora, ana, south, django_capture_on_commit_callbacks):
    """An account from its invitation to its end, each step in a transaction of its own."""

    def live():
        user = invitations.invite(by=dora, name="Gil Dias", email="gil@norte.example", team=south)
        seller = Role.objects.get(key="seller")
        seller.name = "Seller"
        users.give_roles(user, by=dora, roles=[seller])
        apitokens.issue(by=user, name="Sheet")
        apitokens.revoke(ApiToken.objects.get(user=user), by=user)
        CompanyFactory(owner=user)
        users.deactivate(user, by=dora, heir=ana)
        users.reactivate(user, by=dora)
        return user

    return live


def test_the_life_of_an_account_is_told_in_words(a_life, dora):
    user = a_life()

    text = " / ".join(told(user, dora))

    for sentence in (
        "Dora Paz invited Gil Dias",
        "Dora Paz gave Gil Dias: ",
        "Gil Dias made the API token “Sheet”",
        "Gil Dias revoked the API token “Sheet”",
        "Dora Paz gave 1 open record of Gil Dias to Ana Melo",
        "Dora Paz deactivated Gil Dias",
        "Dora Paz reactivated Gil Dias",
    ):
        assert sentence in text


def test_the_life_of_an_account_is_told_in_portuguese(a_life, dora):
    user = a_life()

    with translation.override("pt-br"):
        text = " / ".join(told(user, dora))

    for sentence in (
        "Dora Paz convidou Gil Dias",
        "Gil Dias criou o token de API “Sheet”",
        "Dora Paz passou 1 registro em aberto de Gil Dias para Ana Melo",
        "Dora Paz desativou Gil Dias",
        "Dora Paz reativou Gil Dias",
    ):
        assert sentence in text


def test_the_page_of_a_person_shows_the_history(client_of, dora, ana):
    users.deactivate(ana, by=dora)

    page = client_of(dora).get(reverse("crm:user-detail", args=[ana.pk])).content.decode()

    assert "<strong>Dora Paz</strong> deactivated Ana Melo" in page


def test_signing_a_browser_out_is_written(ana, dora):
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("account_login"), {"login": ana.email, "password": "correct horse battery"})

    here.post(reverse("usersessions_list"))

    assert "Ana Melo ended a session in another browser" in told(ana, dora)[-1]


def test_a_new_password_is_written_without_the_password(client_of, ana, dora):
    client = Client()
    client.post(reverse("account_login"), {"login": ana.email, "password": "correct horse battery"})
    new = dict.fromkeys(("password1", "password2"), "a horse on a staple")

    client.post(reverse("account_change_password"), new | {"oldpassword": "correct horse battery"})

    assert "Ana Melo changed the password" in told(ana, dora)[-1]
    assert not HistoryEntry.objects.filter(field="password").exists()


def test_a_change_of_access_names_what_it_reaches_now(dora):
    role = Role.objects.get(key="seller")
    kind = ContentType.objects.get_for_model(Company).pk

    set_grants(role, by=dora, scopes={(kind, "view"): 4})

    assert f"Dora Paz changed what {role} reaches: companies, see: from team to all" in told(role, dora)


def test_what_was_removed_is_named_by_kind_and_number(dora):
    team = teams.create(Team(name="Serra"), by=dora)
    number = team.pk
    teams.remove(team, by=dora)
    team.pk = number

    assert f"Dora Paz removed team no. {number}" in told(team, dora)[-1]


def verbs_in_code() -> set[str]:
    """The verb of every record(subject, "verb", …) in the sources."""
    found = set()
    for __, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record":
                found |= {one.value for one in node.args[1:2] if isinstance(one, ast.Constant)}
    return {verb for verb in found if isinstance(verb, str)}


def test_every_verb_in_the_code_has_its_sentence_and_its_name():
    assert "deactivated" in verbs_in_code()
    assert verbs_in_code() - set(registry.verbs()) == set()
