from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conftest import ApiClient, person
from crm.actions import apitoken as apitokens
from crm.actions import idempotencykey as keys
from crm.models import Company, IdempotencyKey, Team
from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"
KEY = {"idempotency-key": "order-17"}


def test_the_same_request_twice_creates_once_and_gets_the_same_answer(api_of, ana):
    api = api_of(ana)

    first, second = (api.post(URL, {"name": "Acme"}, headers=KEY) for __ in range(2))

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert second["Idempotency-Replayed"] == "true"
    assert Company.objects.count() == 1


def test_the_key_with_another_body_is_a_422(api_of, ana):
    api = api_of(ana)
    api.post(URL, {"name": "Acme"}, headers=KEY)

    answer = api.post(URL, {"name": "Zenith"}, headers=KEY)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert Company.objects.count() == 1


def test_a_refused_request_may_be_corrected_under_its_key(api_of, ana):
    api = api_of(ana)

    assert api.post(URL, {}, headers=KEY).status_code == 400
    assert api.post(URL, {"name": "Acme"}, headers=KEY).status_code == 201


def test_keys_of_different_people_do_not_meet(api_of, ana, caio):
    for user in (ana, caio):
        assert "Idempotency-Replayed" not in api_of(user).post(URL, {"name": "Acme"}, headers=KEY)

    assert Company.objects.count() == 2


def test_a_verb_is_repeated_as_it_was_answered(api_of, ana):
    company = CompanyFactory(owner=ana, deleted_at=timezone.now())
    restore = f"{URL}{company.pk}/restore/"
    api = api_of(ana)

    first, second = (api.post(restore, headers=KEY) for __ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert api.post(restore).status_code == 404


def test_after_a_day_the_key_is_free_again(api_of, ana):
    api = api_of(ana)
    api.post(URL, {"name": "Acme"}, headers=KEY)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert keys.sweep() == 1
    assert api.post(URL, {"name": "Zenith"}, headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["x" * 121, "a\tb"])
def test_a_key_that_cannot_be_kept_is_a_400(api_of, ana, key):
    assert api_of(ana).post(URL, {"name": "Acme"}, headers={"idempotency-key": key}).status_code == 400


def test_twenty_requests_at_the_same_moment_create_exactly_one(committed):
    __, secret = apitokens.issue(
        by=person("Ana", Team.objects.create(name="Parallel"), "seller"), name="ERP", scope="write"
    )

    def send(_):
        try:
            answer = ApiClient(secret).post(URL, {"name": "Parallel"}, headers=KEY)
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))

    assert answers == {(201, Company.objects.get(name="Parallel").pk)}
