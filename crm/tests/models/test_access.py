import pytest

from crm.models import Company, Grant, Role, Team
from crm.models.role import Scope
from crm.tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db


def grant(user, scope, action="view"):
    role = Role.objects.create(key=f"role-{scope}-{action}", name="Tried")
    from django.contrib.contenttypes.models import ContentType

    Grant.objects.create(
        role=role, record_type=ContentType.objects.get_for_model(Company), action=action, scope=scope
    )
    user.roles.add(role)


@pytest.fixture
def world(south, north):
    """A country over South and North; each has a person with one company."""
    country = Team.objects.create(name="Country")
    Team.objects.filter(pk__in=[south.pk, north.pk]).update(parent=country)
    people = {team.name: UserFactory(team=team) for team in (country, south, north)}
    for name, person in people.items():
        CompanyFactory(name=name, owner=person)
    CompanyFactory(name="Nobody's", owner=None)
    return people


@pytest.mark.parametrize(
    ("person", "scope", "seen"),
    [
        ("South", Scope.NONE, []),
        ("South", Scope.OWN, ["South"]),
        ("South", Scope.TEAM, ["South"]),
        ("Country", Scope.TEAM, ["Country"]),
        ("Country", Scope.TREE, ["Country", "North", "South"]),
        ("South", Scope.ALL, ["Country", "Nobody's", "North", "South"]),
    ],
)
def test_each_scope_reaches_exactly_its_rows(world, person, scope, seen):
    user = world[person]
    grant(user, scope)

    rows = Company.objects.visible_to(user)

    assert sorted(row.name for row in rows) == seen
    assert sorted(row.name for row in Company.objects.all() if user.access.covers("view", row)) == seen


def test_several_roles_give_the_widest_of_each(world):
    user = world["South"]
    grant(user, Scope.OWN)
    grant(user, Scope.ALL)

    assert user.access.scope("view", Company) == Scope.ALL


def test_another_team_one_helps_is_in_reach(world, north):
    user = world["South"]
    user.other_teams.add(north)
    grant(user, Scope.TEAM)

    assert sorted(row.name for row in Company.objects.visible_to(user)) == ["North", "South"]


def test_a_deactivated_person_reaches_nothing(world):
    user = world["South"]
    grant(user, Scope.ALL)
    user.is_active = False

    assert list(Company.objects.visible_to(user)) == []


def test_an_action_without_a_grant_reaches_nothing(world):
    user = world["South"]
    grant(user, Scope.ALL, "view")

    assert not user.access.may("delete", Company)
    assert list(Company.objects.visible_to(user, "delete")) == []


def test_every_installation_starts_with_the_six_roles(db):
    keys = Role.objects.values_list("key", flat=True)

    assert sorted(keys) == ["administrator", "analyst", "attendant", "auditor", "manager", "seller"]
    assert (
        Grant.objects.filter(role__key="auditor")
        .exclude(action__in=["view", "export", "figures"])
        .exclude(scope=Scope.NONE)
        .count()
        == 0
    )
