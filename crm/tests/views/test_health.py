import pytest
from django.test import Client

from crm.models import Job, Message


def test_healthz_answers_anybody_and_tells_nothing(db):
    response = Client().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": True, "cache": True})


def test_healthz_is_well_while_redis_is_away(db, settings):
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }

    response = Client().get("/healthz")

    assert (response.status_code, response.json()["cache"]) == (200, False)


def test_metrics_count_what_waits_and_what_was_answered(ana, client_of):
    Job.objects.create(kind="export", owner=ana)
    Message.objects.create(unique_key="1", to="a@b.example", subject="s", text="t", message_id="<1@n>")
    client_of(ana).get("/profile/")

    text = Client().get("/metrics").content.decode()

    assert 'norte_waiting{kind="jobs"} 1.0' in text
    assert 'norte_waiting{kind="messages"} 1.0' in text
    assert 'norte_waiting_seconds{kind="messages"}' in text
    assert 'norte_requests_total{method="GET",page="crm:profile",status="200"}' in text
    assert 'norte_request_seconds_bucket{le="0.4",page="crm:profile"}' in text


@pytest.mark.parametrize(
    "request_of",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
def test_metrics_are_for_this_machine_alone(db, request_of):
    assert Client().get("/metrics", **request_of).status_code == 404


def test_with_a_token_metrics_ask_for_it_from_everybody(db, settings):
    settings.METRICS_TOKEN = "s3cret"

    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    answer = Client().get("/metrics", headers={"authorization": "Bearer s3cret"}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 200
