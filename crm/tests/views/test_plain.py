"""Settings have no version column: their pages carry what they began from, and meet on the page of a conflict."""

import pytest
from django.urls import reverse

from crm.models import Organization, Role, Team
from crm.tests.sent import inputs

TEAM = "crm:team-edit"


@pytest.fixture
def opened(client_of):
    """Ways to save one page as it was when it was opened."""

    def opened(user, name, *args):
        client, url = client_of(user), reverse(name, args=args)
        data = inputs(client.get(url))
        return lambda **values: client.post(url, data | values)

    return opened


def test_a_team_renamed_meanwhile_is_not_renamed_back(opened, dora, south):
    mine, theirs = opened(dora, TEAM, south.pk), opened(dora, TEAM, south.pk)
    theirs(name="Far South")

    answer = mine(head=str(dora.pk))

    south.refresh_from_db()
    assert (answer.status_code, south.name, south.head) == (409, "Far South", None)
    assert {row.name for row in answer.context["rows"] if row.is_conflict} == {"name", "head"}
    assert answer.context["other"] == dora


def test_what_was_chosen_on_the_page_of_the_conflict_is_saved(client_of, opened, dora, south):
    mine, theirs = opened(dora, TEAM, south.pk), opened(dora, TEAM, south.pk)
    theirs(name="Far South")
    choices = inputs(mine(name="Deep South", head=str(dora.pk)))

    choices |= {"choice-name": "theirs", "choice-head": "mine"}
    answer = client_of(dora).post(reverse(TEAM, args=[south.pk]), choices)

    assert answer.status_code == 302
    assert Team.objects.values_list("name", "head").get(pk=south.pk) == ("Far South", dora.pk)


def test_a_conflict_that_is_overtaken_again_is_shown_again(client_of, opened, dora, south):
    mine, theirs, __ = (opened(dora, TEAM, south.pk) for __ in range(3))
    theirs(name="Far South")
    choices = inputs(mine(name="Deep South"))
    Team.objects.filter(pk=south.pk).update(name="Another South")

    answer = client_of(dora).post(reverse(TEAM, args=[south.pk]), choices | {"choice-name": "mine"})

    assert (answer.status_code, Team.objects.get(pk=south.pk).name) == (409, "Another South")


def test_roles_given_meanwhile_are_not_taken_back(opened, dora, ana):
    seller, manager = Role.objects.get(key="seller"), Role.objects.get(key="manager")
    mine, theirs = opened(dora, "crm:user-edit", ana.pk), opened(dora, "crm:user-edit", ana.pk)
    theirs(roles=[str(seller.pk), str(manager.pk)])

    answer = mine(job_title="Seller of the month")

    assert (answer.status_code, set(ana.roles.all())) == (409, {seller, manager})


def test_settings_of_the_organisation_are_not_overwritten(opened, dora):
    mine, theirs = opened(dora, "crm:organization"), opened(dora, "crm:organization")
    theirs(currency="USD")

    answer = mine(name="Acme")

    assert (answer.status_code, Organization.current().currency, Organization.current().name) == (409, "USD", "Norte")


def test_the_same_change_twice_is_no_conflict(opened, dora, south):
    mine, theirs = opened(dora, TEAM, south.pk), opened(dora, TEAM, south.pk)
    theirs(name="Far South")

    assert mine(name="Far South").status_code == 302


def test_a_page_that_was_refused_still_knows_what_it_began_from(opened, client_of, dora, south):
    mine, theirs = opened(dora, TEAM, south.pk), opened(dora, TEAM, south.pk)
    refused = inputs(mine(name=""))
    theirs(name="Far South")

    answer = client_of(dora).post(reverse(TEAM, args=[south.pk]), refused | {"name": "Deep South"})

    assert answer.status_code == 409
