"""Who is named hears of it, once, where they may see the record."""

import pytest

from crm.actions import follow, mention
from crm.actions import record as records
from crm.models import Activity, HistoryEntry, Notice
from crm.notices import line_of
from crm.tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(ana, bruno):
    return [UserFactory(name=name) for name in ("Ana Melo Souza", "João Dias", "Zoé Lima")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ana Melo, please", ["Ana Melo"]),
        ("see @ana melo souza.", ["Ana Melo Souza"]),
        ("@JOAO and @zoe lima!", ["João Dias", "Zoé Lima"]),
        ("@Ana", []),
        ("@Anabela Melo", []),
        ("mail to joao@zoe.example", []),
        ("(@bruno reis)", ["Bruno Reis"]),
        ("@ nobody, @, @@", []),
    ],
)
def test_people_are_known_by_name_first_name_and_address(people, text, names):
    found = mention.named_in(text, mention.everybody())

    assert sorted(type(people[0]).objects.filter(pk__in=found).values_list("name", flat=True)) == names


def test_the_address_names_one_too(people):
    one = UserFactory(name="Rui Sá", email="rui.sa@norte.example")

    assert mention.named_in("ask @rui.sa about it", mention.everybody()) == {one.pk}


def note(by, body, **fields):
    activity = Activity(about=CompanyFactory(owner=by, team=by.team), owner=by, body=body, **fields)
    return records.create(activity, by=by)


def heard():
    mention.tell(list(HistoryEntry.objects.order_by("pk")))
    return sorted(Notice.objects.values_list("person__name", flat=True))


def test_who_may_see_the_record_hears_of_it_once_and_not_from_themselves(ana, bruno, caio):
    activity = note(ana, "@Bruno Reis @Caio Luz @Ana Melo look")

    assert heard() == ["Bruno Reis"]
    records.edit(activity, by=ana, values={"body": "@Bruno Reis look again"})
    assert heard() == ["Bruno Reis"]
    assert Notice.objects.get().subject == activity
    assert Notice.objects.get().actor == ana


def test_a_name_added_later_is_heard(ana, bruno):
    activity = note(ana, "nobody")
    assert heard() == []

    records.edit(activity, by=ana, values={"body": "@Bruno Reis too"})

    assert heard() == ["Bruno Reis"]


def test_the_notice_quotes_the_words(ana, bruno):
    note(ana, "x " * 90 + "@Bruno Reis please call them " + "y " * 200)
    heard()

    [seen] = Notice.objects.all().seen_by(bruno)
    line = line_of(seen, bruno)
    assert line.text == "Ana Melo named you in “Note”"
    assert "@Bruno Reis please call them" in line.hint
    assert len(line.hint) <= 160


def test_it_follows_the_history():
    assert follow.FOLLOWERS["mentions"].handle is mention.tell
