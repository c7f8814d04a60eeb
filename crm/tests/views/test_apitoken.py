from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.actions import apitoken as apitokens
from crm.models import ApiToken

LIST, NEW = reverse("crm:apitoken-list"), reverse("crm:apitoken-create")
FORM = {"name": "ERP", "scope": "write", "lifetime": "30", "records": ["crm.company"]}


@pytest.fixture
def client(ana):
    """Ana, who has just given her password."""
    client = Client()
    client.post(reverse("account_login"), {"login": ana.email, "password": "correct horse battery"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    return client


def test_a_token_is_shown_once_and_kept_as_a_digest(client, ana):
    response = client.post(NEW, FORM)

    secret, token = response.context["secret"], ApiToken.objects.get()
    assert (response.status_code, token.user, token.scope, token.records) == (201, ana, "write", ["crm.company"])
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert secret in response.content.decode()
    assert secret not in client.get(LIST).content.decode()
    assert ApiToken.objects.holding(secret).get() == token


def test_making_a_token_asks_for_the_password_again(client_of, ana):
    response = client_of(ana).post(NEW, FORM)

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_a_token_offers_only_records_its_person_may_see(client):
    offered = dict(client.get(NEW).context["form"].fields["records"].choices)

    assert "crm.company" in offered
    assert "crm.user" not in offered
    assert client.post(NEW, FORM | {"records": ["crm.user"]}).status_code == 422


def test_a_revoked_token_is_dead_at_once(client, ana):
    token, secret = apitokens.issue(by=ana, name="ERP")

    client.post(reverse("crm:apitoken-revoke", args=[token.pk]))

    assert not ApiToken.objects.holding(secret).exists()


def test_nobody_sees_or_revokes_the_tokens_of_another(client, caio):
    token, secret = apitokens.issue(by=caio, name="CANARY")

    assert b"CANARY" not in client.get(LIST).content
    assert client.post(reverse("crm:apitoken-revoke", args=[token.pk])).status_code == 404
    assert ApiToken.objects.holding(secret).exists()
