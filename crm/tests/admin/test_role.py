import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import HistoryEntry, Message, Organization, Role, SavedView, Team
from crm.models.role import Scope


def change(record):
    return reverse(f"admin:crm_{record._meta.model_name}_change", args=[record.pk])


def filled(response) -> dict:
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize("name", ["user", "team", "role", "organization", "message", "job", "historyentry"])
def test_every_list_of_the_administration_stands(client_of, dora, ana, name):
    response = client_of(dora).get(reverse(f"admin:crm_{name}_changelist"), follow=True)

    assert response.status_code == 200


def test_only_the_administrator_role_opens_the_administration(client_of, ana, enzo, bruno):
    for user in (ana, enzo, bruno):
        client = client_of(user)
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_the_tables_of_libraries_are_not_there(client_of, dora):
    for path in ("auth/group/", "account/emailaddress/", "mfa/authenticator/", "usersessions/usersession/"):
        assert client_of(dora).get(f"/admin/{path}").status_code == 404


def test_a_roles_table_sets_one_scope_and_leaves_the_rest(client_of, dora, ana):
    client, seller = client_of(dora), Role.objects.get(key="seller")
    before = dict(seller.grants.values_list("pk", "scope"))
    grant = seller.grants.get(record_type__model="company", action="view")
    data = filled(client.get(change(seller)))

    response = client.post(change(seller), data | {f"grant_{grant.record_type_id}_view": str(Scope.OWN.value)})

    assert response.status_code == 302
    assert dict(seller.grants.filter(pk__in=before).values_list("pk", "scope")) == before | {grant.pk: Scope.OWN}
    entry = HistoryEntry.objects.about(seller).get(verb="access_changed")
    assert entry.actor == dora
    assert entry.details == {"changes": [{"record": "company", "action": "view", "old": 2, "new": 1}]}


def test_a_role_that_shares_nothing_yet_can_be_given_to_share_views(client_of, dora):
    client, seller = client_of(dora), Role.objects.get(key="seller")
    assert not seller.grants.filter(action="share").exists()
    kind = ContentType.objects.get_for_model(SavedView).pk
    data = filled(client.get(change(seller)))

    client.post(change(seller), data | {f"grant_{kind}_share": str(Scope.TEAM.value)})

    assert seller.grants.get(action="share").scope == Scope.TEAM


def test_what_is_done_or_not_done_has_no_whose(client_of, dora):
    form = client_of(dora).get(change(Role.objects.get(key="seller"))).context["adminform"].form
    kind = ContentType.objects.get_for_model(Team).pk

    assert [str(text) for __, text in form.fields[f"grant_{kind}_create"].choices] == ["No", "Yes"]


def test_a_new_role_begins_with_nothing(client_of, dora):
    client, address = client_of(dora), reverse("admin:crm_role_add")
    data = filled(client.get(address)) | {"key": "intern", "name": "Intern", "description": ""}

    client.post(address, data)

    role = Role.objects.get(key="intern")
    assert set(role.grants.values_list("scope", flat=True)) <= {Scope.NONE}


def test_a_scope_there_is_not_is_refused(client_of, dora):
    client, seller = client_of(dora), Role.objects.get(key="seller")
    grant = seller.grants.get(record_type__model="company", action="view")

    response = client.post(
        change(seller), filled(client.get(change(seller))) | {f"grant_{grant.record_type_id}_view": "9"}
    )

    assert response.status_code == 200
    assert seller.grants.get(pk=grant.pk).scope == grant.scope


def test_roles_of_the_house_are_not_deleted(client_of, dora):
    seller = Role.objects.get(key="seller")

    assert (
        client_of(dora).post(reverse("admin:crm_role_delete", args=[seller.pk]), {"post": "yes"}).status_code == 403
    )
    assert Role.objects.filter(pk=seller.pk).exists()


def test_a_persons_roles_go_through_their_action(client_of, dora, ana):
    client = client_of(dora)
    data = {"name": "Ana X", "email": ana.email, "roles": [Role.objects.get(key="manager").pk], "wants_mail": "on"}

    assert client.post(change(ana), data).status_code == 302
    refused = client.post(change(dora), data | {"name": dora.name, "email": dora.email})

    assert HistoryEntry.objects.about(ana).get(verb="roles_changed").actor == dora
    entry = HistoryEntry.objects.about(ana).get(field="name")
    assert (entry.actor, entry.cause, entry.new) == (dora, "admin", "Ana X")
    assert "last administrator" in refused.content.decode()


def test_writes_are_signed(client_of, dora, south):
    client_of(dora).post(change(south), {"name": "Far South"})

    entry = HistoryEntry.objects.about(south).get(field="name")
    assert (entry.actor, entry.old, entry.new) == (dora, "South", "Far South")


def test_a_secret_text_is_not_shown_and_nothing_that_happened_is_changed(client_of, dora):
    common = {"to": "a@b.example", "subject": "s"}
    secret = Message.objects.create(unique_key="1", text="CANARY", message_id="<1@n>", is_secret=True, **common)
    plain = Message.objects.create(unique_key="2", text="HELLO", message_id="<2@n>", **common)
    client = client_of(dora)

    assert b"CANARY" not in client.get(change(secret)).content
    assert b"HELLO" in client.get(change(plain)).content
    assert client.post(change(plain), {"subject": "x"}).status_code == 403
    assert client.post(reverse("admin:crm_historyentry_add"), {}).status_code == 403


def test_the_organization_in_the_administration_takes_the_same_values(client_of, dora):
    client, one = client_of(dora), Organization.current()
    data = filled(client.get(change(one))) | {"name": "Aurora", "time_zone": "Mars/Base", "logo": ""}

    assert client.post(change(one), data).status_code == 200
    assert client.post(change(one), data | {"time_zone": "America/Recife"}).status_code == 302
    assert Organization.current().name == "Aurora"
    assert Team.objects.count() == 1
