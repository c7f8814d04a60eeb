import pytest
from django.contrib.contenttypes.models import ContentType

from crm.models import Company, Grant, Role, Team
from crm.models.role import Scope
from crm.tests.factories import CompanyFactory, TagFactory, UserFactory
from crm.ui.keyset import capped_count
from crm.ui.words import matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(south, north):
    """Somebody of the South, with a tag "vip" on half of everybody's companies."""
    Team.objects.filter(pk=north.pk).update(parent=south)
    ours, theirs = UserFactory(team=south), UserFactory(team=north)
    viewer = UserFactory(team=south)
    for number, (owner, team) in enumerate(
        [
            (viewer, south),
            (viewer, None),
            (viewer, north),
            (ours, south),
            (theirs, north),
            (None, south),
            (None, None),
        ]
    ):
        for tags in ([], ["vip"]):
            CompanyFactory(name=f"Padaria Silva {number}", owner=owner, team=team, tags=tags, state="RS")
    return viewer


def reach(user, scope):
    role = Role.objects.create(key="tried", name="Tried")
    Grant.objects.create(
        role=role, record_type=ContentType.objects.get_for_model(Company), action="view", scope=scope
    )
    user.roles.add(role)


NARROWED = {
    "nothing": lambda rows: rows,
    "a word": lambda rows: matching(rows, "silva"),
    "two words": lambda rows: matching(rows, "lva padar"),
    "a short word beside": lambda rows: matching(rows, "silva pa"),
    "a number in any writing": lambda rows: matching(rows, "51 99999-0000"),
    "a tag": lambda rows: rows.filter(tags__contains=["vip"]),
    "a tag and a state": lambda rows: rows.filter(tags__contains=["vip"], state="RS"),
    "no tag": lambda rows: rows.exclude(tags__contains=["vip"]),
}


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("narrowed", NARROWED.values(), ids=NARROWED)
def test_narrowed_or_not_one_sees_and_counts_exactly_what_one_reaches(viewer, scope, narrowed):
    reach(viewer, scope)
    Company.objects.filter(name__endswith="2").update(phones=["+5551999990000"])

    rows = narrowed(Company.objects.visible_to(viewer))

    expected = {row for row in narrowed(Company.objects.all()) if viewer.access.covers("view", row)}
    assert set(rows) == expected
    assert (rows.count(), capped_count(rows, 100)) == (len(expected), len(expected))
    assert set(Company.objects.filter(pk__in=rows)) == expected


def test_what_changes_hands_is_found_by_its_new_owner_at_once(viewer, ana, caio):
    company = CompanyFactory(name="Farmácia Vento", owner=ana, team=ana.team)

    Company.objects.filter(pk=company.pk).update(owner=caio, team=caio.team)

    assert list(matching(Company.objects.visible_to(caio), "vento")) == [company]
    assert list(matching(Company.objects.visible_to(ana), "vento")) == []


@pytest.mark.parametrize(
    ("narrowed", "is_by_reach"),
    [("nothing", False), ("a word", True), ("a tag", True), ("no tag", False)],
)
def test_only_words_and_tags_ask_for_the_index_beside_them(viewer, narrowed, is_by_reach):
    reach(viewer, Scope.TEAM)

    statement = str(NARROWED[narrowed](Company.objects.visible_to(viewer)).query)

    assert ("&&" in statement) == is_by_reach


def test_a_filtered_list_shows_and_counts_the_rows_one_reaches(client_of, ana, caio):
    TagFactory(name="vip")
    for owner in (ana, caio):
        for number in range(60):
            CompanyFactory(name=f"Silva {number}", owner=owner, team=owner.team, tags=["vip"])

    for query in ("q=silva", "tags=vip", "q=silva&tags=vip&sort=-name"):
        page = client_of(ana).get(f"/companies/?{query}")
        pager = page.context["pager"]
        assert (pager.total_text, pager.start, pager.end, len(page.context["table"].rows)) == ("60", "1", "50", 50)
