from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import ApiClient
from crm.actions import apitoken as apitokens
from crm.models import ApiToken, Company
from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"


def status(secret):
    return ApiClient(secret).get(URL).status_code


def test_without_a_token_the_api_says_401_and_how_to_sign_in(db):
    answer = Client().get(URL)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Norte"')
    assert answer.json()["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize("secret", ["", "norte_wrong", "norte_ wrong", "ñ", "norte_" + "x" * 5000])
def test_a_wrong_token_is_refused(db, secret):
    assert status(secret) == 401


def test_an_expired_or_revoked_token_and_one_of_who_left_die_at_once(ana):
    token, secret = apitokens.issue(by=ana, name="ERP")
    assert status(secret) == 200

    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status(secret) == 401

    ApiToken.objects.update(expires_at=None)
    assert status(secret) == 200
    apitokens.revoke(token, by=ana)
    assert status(secret) == 401

    ApiToken.objects.update(revoked_at=None)
    assert status(secret) == 200
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    assert status(secret) == 401


def test_the_secret_is_nowhere_in_the_database(ana):
    __, secret = apitokens.issue(by=ana, name="ERP")

    assert secret not in str(ApiToken.objects.values().get())


def test_a_token_that_reads_writes_nothing(api_of, ana):
    CompanyFactory(owner=ana)
    api = api_of(ana, scope="read")

    assert api.get(URL).status_code == 200
    assert api.post(URL, {"name": "Acme"}).status_code == 403
    assert Company.objects.count() == 1


def test_a_token_for_some_kinds_of_record_reaches_no_others(api_of, ana):
    api = api_of(ana, records=["crm.contact"])

    assert api.get("/api/v1/contacts/").status_code == 200
    assert api.get(URL).status_code == 403


def test_the_last_use_is_noted_once_a_minute(api_of, ana, django_assert_max_num_queries):
    api = api_of(ana)
    api.get(URL)
    first = ApiToken.objects.get().last_used_at

    api.get(URL)
    assert ApiToken.objects.get().last_used_at == first

    ApiToken.objects.update(last_used_at=first - timedelta(seconds=61))
    api.get(URL)
    assert ApiToken.objects.get().last_used_at > first - timedelta(seconds=61)


def test_a_session_reads_but_writes_only_with_its_csrf_token(ana):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)

    assert browser.get(URL).status_code == 200
    answer = browser.post(URL, {"name": "Acme"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_denied")
    assert not Company.objects.exists()


def test_a_person_without_a_role_gets_403(api_of, nina):
    answer = api_of(nina).get(URL)

    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Your role does not allow this.")
