import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from crm.actions import invitation as invitations
from crm.actions import user as users
from crm.models import HistoryEntry, Invitation, Message, Role, User
from crm.tests.factories import UserFactory

PASSWORD = "nine lives of a tabby cat"


def roles(*keys):
    return Role.objects.filter(key__in=keys)


@pytest.fixture
def eva(dora, south):
    return invitations.invite(by=dora, name="Eva Sol", email="Eva@Norte.Example", team=south, roles=roles("seller"))


def path_in(message) -> str:
    return "/" + next(word for word in message.text.split() if "/invitation/" in word).split("/", 3)[3]


def accept(path, password=PASSWORD, client=None):
    client = client or Client()
    return client, client.post(path, {"password1": password, "password2": password})


def without_token(response) -> str:
    return re.sub(r'content="\w{64}"', "", response.content.decode())


def test_an_invitation_is_an_account_without_a_password_and_one_mail(eva, dora, south):
    message = Message.objects.get()

    assert (eva.email, eva.team, eva.has_joined, eva.is_staff) == ("Eva@norte.example", south, False, False)
    assert [role.key for role in eva.roles.all()] == ["seller"]
    assert (message.to, message.is_secret) == (eva.email, True)
    assert [entry.actor for entry in HistoryEntry.objects.about(eva).filter(verb="invited")] == [dora]


def test_of_the_link_only_a_digest_of_256_bits_is_kept(eva):
    secret = path_in(Message.objects.get()).split("/")[2]

    assert len(secret) == 43
    assert secret not in str(Invitation.objects.values())


def test_the_link_sets_the_password_and_signs_in_once(eva):
    path = path_in(Message.objects.get())
    assert Client().get(path).status_code == 200

    client, response = accept(path)
    again, refused = accept(path, "another password of mine")

    eva.refresh_from_db()
    assert eva.check_password(PASSWORD)
    assert (response.status_code, client.get(reverse("crm:profile")).status_code) == (302, 200)
    assert (refused.status_code, again.get(reverse("crm:profile")).status_code) == (410, 302)


def test_looking_at_the_link_uses_nothing_up(eva):
    path = path_in(Message.objects.get())
    for __ in range(3):
        Client().get(path)

    assert Invitation.objects.open().count() == 1


def test_a_weak_password_is_refused_beside_its_field_and_the_link_lives(eva):
    path = path_in(Message.objects.get())

    response = accept(path, "123456")[1]

    assert response.status_code == 422
    assert "password1" in response.context["form"].errors
    assert Invitation.objects.open().count() == 1


def test_a_newer_invitation_replaces_the_older(eva, dora):
    old = path_in(Message.objects.get())
    invitations.invite_again(eva, by=dora)
    new = path_in(Message.objects.first())

    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_a_link_ends_after_seven_days(eva):
    path = path_in(Message.objects.get())

    with travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert Client().get(path).status_code == 410


def test_a_link_of_a_deactivated_person_is_dead(eva, dora):
    path = path_in(Message.objects.get())
    users.deactivate(eva, by=dora)

    assert Client().get(path).status_code == 410


def test_unknown_and_dead_links_answer_alike(eva):
    path = path_in(Message.objects.get())
    accept(path)

    answers = [Client().get(one) for one in (path, reverse("crm:invitation", args=["x" * 43]))]

    assert {(one.status_code, without_token(one)) for one in answers} == {(410, without_token(answers[0]))}


def test_only_who_may_add_people_invites(bruno):
    with pytest.raises(PermissionDenied):
        invitations.invite(by=bruno, name="Eva", email="eva@norte.example")

    assert not Message.objects.exists()
    assert not User.objects.filter(email="eva@norte.example").exists()


def test_the_same_e_mail_in_other_letters_is_the_same_person(eva, dora):
    with pytest.raises(ValidationError):
        invitations.invite(by=dora, name="Eva II", email="eva@norte.example")


def test_who_has_a_password_needs_no_invitation(dora, ana):
    with pytest.raises(ValidationError):
        invitations.invite_again(ana, by=dora)


# --- The first administrator -----------------------------------------------------


def createadmin(*arguments) -> str:
    out = StringIO()
    call_command("createadmin", *arguments, stdout=out)
    return out.getvalue()


def test_the_console_makes_the_first_administrator_by_a_one_time_link(db, settings):
    said = createadmin("--email", "boss@firma.example", "--name", "Boss")

    boss = User.objects.get()
    url = said.split()[-1]
    assert url.startswith(settings.SITE_URL + "/invitation/")
    assert (boss.is_staff, boss.has_joined, boss.name) == (True, False, "Boss")
    accept(url.removeprefix(settings.SITE_URL))
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


def test_the_console_raises_a_person_there_is_and_refuses_a_closed_account(ana):
    createadmin("--email", ana.email.upper())
    ana.refresh_from_db()
    closed = UserFactory(is_active=False)

    assert ana.is_staff
    with pytest.raises(CommandError):
        createadmin("--email", closed.email)
    with pytest.raises(CommandError):
        createadmin("--email", "no address")


def test_no_installation_begins_with_a_person_in_it(db):
    assert not User.objects.exists()
