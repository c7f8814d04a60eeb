"""People offered while one types their name after an @."""

import pytest
from django.urls import reverse

from conftest import person
from crm.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = reverse("crm:mentions")


def offered(client, text):
    return [one["text"] for one in client.get(PEOPLE, {"q": text}).json()["results"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("an", ["Ana Melo"]),
        ("ANA ME", ["Ana Melo"]),
        ("sa", ["Enzo Sá"]),
        ("Sá", ["Enzo Sá"]),
        ("reis.b", ["Bruno Reis"]),
        ("me'lo", []),
        ("%", []),
        ("x\x00y", []),
        ("", []),
    ],
)
def test_people_are_found_by_how_a_word_of_their_name_or_their_address_begins(
    client_of, ana, bruno, enzo, text, names
):
    bruno.email = "reis.bruno@norte.example"
    bruno.save()

    assert offered(client_of(ana), text) == names


def test_who_begins_so_comes_before_whose_later_name_does_and_eight_are_enough(client_of, ana, south):
    person("Beatriz Anabela", south)
    for number in range(10):
        UserFactory(name=f"Anabela {number}")

    found = offered(client_of(ana), "anab")

    assert (len(found), found[0]) == (8, "Anabela 0")
    assert offered(client_of(ana), "anabela")[-1] != "Beatriz Anabela"


def test_who_has_left_is_not_offered_and_strangers_to_the_house_learn_nothing(client, client_of, ana, bruno):
    bruno.is_active = False
    bruno.save()

    assert offered(client_of(ana), "bruno") == []
    assert client.get(PEOPLE, {"q": "ana"}).status_code == 302


def test_two_of_one_name_are_told_apart_and_written_by_their_address(client_of, ana, south):
    person("Ana Melo", south, email="a.melo@norte.example")

    found = client_of(ana).get(PEOPLE, {"q": "ana melo"}).json()["results"]

    assert sorted(one["value"] for one in found) == sorted([ana.email.partition("@")[0], "a.melo"])
    assert all(one["hint"].endswith("· South") and "@" in one["hint"] for one in found)


def test_it_asks_the_database_as_often_for_eight_as_for_one(client_of, ana, django_assert_max_num_queries):
    for number in range(8):
        UserFactory(name=f"Rita {number}", team=ana.team)
    client = client_of(ana)
    client.get(PEOPLE)

    with django_assert_max_num_queries(6):
        assert len(offered(client, "rita")) == 8
