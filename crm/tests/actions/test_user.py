import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError

from crm.actions import apitoken as apitokens
from crm.actions import user as users
from crm.models import ApiToken, Company, Grant, HistoryEntry, Role, User
from crm.models.role import Scope
from crm.tests.factories import CompanyFactory, UserFactory


def role(key):
    return Role.objects.get(key=key)


def test_the_administrator_role_opens_and_closes_the_administration(ana):
    ana.roles.add(role("administrator"))
    assert User.objects.get(pk=ana.pk).is_staff

    role("administrator").users.remove(ana)
    assert not User.objects.get(pk=ana.pk).is_staff


def test_new_roles_are_written_to_the_history(ana, dora):
    users.give_roles(ana, by=dora, roles=[role("manager")])

    entry = HistoryEntry.objects.about(ana).get(verb="roles_changed")
    assert entry.actor == dora
    assert entry.details == {"old": [str(role("seller"))], "new": [str(role("manager"))]}


def test_the_last_administrator_stays(dora):
    with pytest.raises(ValidationError):
        users.give_roles(dora, by=dora, roles=[role("seller")])
    other = UserFactory()
    other.roles.add(role("administrator"))
    users.give_roles(dora, by=dora, roles=[role("seller")])

    assert list(User.objects.administrators()) == [other]


def limited(user):
    """Makes sellers change the accounts of their own team, as an administrator could decide."""
    grant = Grant.objects.filter(role__key="seller", record_type__model="user", action="change")
    if not grant.update(scope=Scope.TEAM):
        Grant.objects.create(
            role=role("seller"),
            record_type=ContentType.objects.get_for_model(User),
            action="change",
            scope=Scope.TEAM,
        )
    return User.objects.get(pk=user.pk)


def test_a_limited_right_to_change_accounts_raises_nobody(ana, bruno, dora):
    ana = limited(ana)

    with pytest.raises(PermissionDenied):
        users.give_roles(ana, by=ana, roles=[role("administrator")])
    with pytest.raises(PermissionDenied):
        users.give_roles(bruno, by=ana, roles=[role("seller")])
    with pytest.raises(PermissionDenied):
        users.edit(dora, by=ana, values={"email": "mine@norte.example"})

    users.edit(bruno, by=ana, values={"job_title": "Head"})
    assert User.objects.get(pk=bruno.pk).job_title == "Head"


def test_a_password_never_enters_the_history(ana):
    ana.set_password("another good password")
    ana.save()

    assert not HistoryEntry.objects.about(ana).filter(field="password").exists()


def test_deactivating_closes_every_door(client_of, ana, dora):
    client = client_of(ana)
    client.get("/profile/")
    __, secret = apitokens.issue(by=ana, name="ERP")

    users.deactivate(ana, by=dora)

    assert client.get("/profile/").status_code == 302
    assert not ApiToken.objects.holding(secret).exists()
    assert HistoryEntry.objects.about(ana).filter(verb="deactivated", actor=dora).exists()


def test_reactivating_brings_back_the_person_but_not_the_tokens(ana, dora):
    __, secret = apitokens.issue(by=ana, name="ERP")
    users.deactivate(ana, by=dora)

    users.reactivate(ana, by=dora)

    assert User.objects.active().filter(pk=ana.pk).exists()
    assert not ApiToken.objects.holding(secret).exists()


def test_nobody_closes_their_own_account_or_the_last_administrators(dora):
    with pytest.raises(ValidationError):
        users.deactivate(dora, by=dora)


def test_a_stranger_deactivates_nobody(ana, bruno):
    with pytest.raises(PermissionDenied):
        users.deactivate(ana, by=bruno)

    assert User.objects.get(pk=ana.pk).is_active


def test_the_open_work_goes_to_the_heir_and_the_trash_stays(ana, bruno, dora):
    mine = CompanyFactory(owner=ana)
    CompanyFactory(owner=ana, deleted_at=ana.date_joined)
    other = CompanyFactory(owner=bruno)
    assert dict(users.open_work(ana)) == {Company: 1}

    moved = users.deactivate(ana, by=dora, heir=bruno)

    assert moved == 1
    assert set(Company.objects.alive().filter(owner=bruno)) == {mine, other}
    entry = HistoryEntry.objects.about(mine).filter(field="owner_id").get()
    assert (entry.actor, entry.cause, entry.new) == (dora, "hand-over", bruno.pk)


def test_a_closed_account_inherits_nothing(ana, dora):
    with pytest.raises(ValidationError):
        users.hand_over(ana, by=dora, heir=UserFactory(is_active=False))


def test_nobody_edits_the_profile_of_another(ana, bruno):
    with pytest.raises(PermissionDenied):
        users.edit_profile(ana, by=bruno, values={"theme": "dark"})
