"""No secret reaches the logs, whichever way it came in."""

import io
import json
import logging

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from crm.actions import apitoken as apitokens
from crm.actions import invitation as invitations
from crm.logs import formatter, masked
from crm.models import Message


@pytest.fixture
def lines():
    """Everything logged, as production writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: stream.getvalue()
    root.removeHandler(handler)
    root.setLevel(level)


def test_twelve_planted_secrets_leave_no_trace(lines, ana, dora, client_of):
    caches["guard"].clear()
    canary = "CANARY-9f3a7c"
    secret = apitokens.issue(by=ana, name="ERP")[1]
    invitations.invite(by=dora, name="Eva", email="eva@norte.example")
    link = "/invitation/" + Message.objects.get().text.split("/invitation/")[1].split("/")[0] + "/"
    client, mine = Client(raise_request_exception=False), client_of(ana)

    client.post(reverse("account_login"), {"login": ana.email, "password": f"{canary}1"})
    client.post(reverse("account_reset_password"), {"email": ana.email})
    reset = "/account/password/reset/key/" + Message.objects.first().text.split("/reset/key/")[1].split("/")[0] + "/"
    client.get(reset)
    client.get(link)
    client.post(link, {"password1": f"{canary}2", "password2": f"{canary}2x"})
    client.get("/nowhere/", {"token": f"{canary}3", "api_key": f"{canary}4", "q": f"{canary}5"})
    client.get("/api/v1/companies/", headers={"authorization": f"Bearer {secret}"})
    client.get("/profile/", headers={"cookie": f"norte={canary}6", "x-api-key": f"{canary}7"})
    mine.post(
        reverse("account_change_password"),
        {"oldpassword": f"{canary}8", "password1": f"{canary}9", "password2": f"{canary}9"},
    )
    logging.getLogger("crm").error("could not connect to %s", "redis://:CANARY-9f3a7c10@host/0")
    logging.getLogger("crm").error("sent Authorization: Bearer CANARY-9f3a7c11")
    try:
        raise RuntimeError(f"smtp://norte:{canary}12@mail/")
    except RuntimeError:
        logging.getLogger("crm").exception("failed")

    written = lines()
    assert "request_finished" in written
    for planted in (canary, secret, link.split("/")[2], reset.split("/")[5], mine.session.session_key):
        assert planted not in written


def test_lines_are_json_with_the_requests_id_which_the_answer_carries(lines, client_of, ana):
    response = client_of(ana).get("/profile/")

    found = [json.loads(line) for line in lines().splitlines()]
    finished = next(line for line in found if line["event"] == "request_finished")
    assert finished["request_id"] == response["X-Request-ID"]
    assert (finished["request"], finished["code"], finished["user_id"]) == ("GET /profile/", 200, ana.pk)


def test_nobody_outside_chooses_the_requests_id(client_of, ana):
    response = client_of(ana).get("/profile/", headers={"x-request-id": "mine"})

    assert response["X-Request-ID"] != "mine"


def test_control_bytes_do_not_make_lines(lines):
    logging.getLogger("crm").warning('one\n{"event": "forged"}\r\x1b[31m')

    assert len(lines().splitlines()) == 1


def test_secrets_are_masked_inside_lists_and_dicts():
    event = {"arguments": {"password": "x", "url": "postgresql://norte:hunter2@db/n"}, "all": ["Bearer abc", 7]}

    assert masked(event) == {
        "arguments": {"password": "***", "url": "postgresql://***@db/n"},
        "all": ["***", 7],
    }
