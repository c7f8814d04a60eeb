import pytest
from django.test import Client

from crm.api.errors import flat
from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"


def shape(answer):
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "fields", "request_id"}
    assert error["message"]
    return answer.status_code, error["code"]


def test_each_fault_has_the_one_shape(api_of, ana, nina, settings):
    company = CompanyFactory(owner=ana)
    api, one = api_of(ana), f"{URL}{company.pk}/"
    settings.API_BODY_LIMIT = 200

    assert shape(api.post(URL, {})) == (400, "invalid")
    assert shape(api.post(URL, b"{")) == (400, "parse_error")
    assert shape(Client().get(URL)) == (401, "not_authenticated")
    assert shape(api_of(nina).get(URL)) == (403, "permission_denied")
    assert shape(api.get(f"{URL}999999/")) == (404, "not_found")
    assert shape(api.get("/api/v1/nothing/")) == (404, "not_found")
    assert shape(api.generic("PUT", one, {})) == (405, "method_not_allowed")
    assert shape(api.generic("OPTIONS", one)) == (405, "method_not_allowed")
    assert shape(api.post(URL, {"name": "x" * 300})) == (413, "too_large")
    assert shape(api.generic("POST", URL, b"name=Acme", "application/x-www-form-urlencoded")) == (
        415,
        "unsupported_media_type",
    )


def test_an_unexpected_fault_is_a_500_of_the_same_shape_without_its_details(api_of, ana, monkeypatch):
    from crm.api.company import CompanyViewSet

    def fail(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(CompanyViewSet, "load", fail)
    api = api_of(ana)
    api.raise_request_exception = False

    answer = api.get(URL)

    assert shape(answer) == (500, "server_error")
    assert b"secret detail" not in answer.content


@pytest.mark.parametrize(
    "body",
    [b'{"name": "a\\u0000b"}', b'{"name": "\\ud800"}', b'{"a\\u0000": 1}', b'{"name": "\xff"}', b'{"founded": NaN}',
     b'{"founded": 1e999}', b"[" * 100_000, b'{"founded": ' + b"9" * 5000 + b"}", b"null", b"[]", b'"x"',
     b'{"name": {}}', b'{"emails": {"a": 1}}', b'{"emails": [[]]}', b'{"custom": []}', b'{"tags": [null]}',
     b'{"name": "x", "founded": 999999999999999999999}', b'{"name": "x", "parent": 1e300}',
     b'{"name": "x", "parent": true}', b'{"name": "x", "annual_revenue": "1e99999999"}'],
)  # fmt: skip
def test_what_cannot_be_read_or_kept_is_a_400(api_of, ana, body):
    assert api_of(ana).post(URL, body).status_code == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("nothing=1", "nothing"),
        ("sort=secret", "sort"),
        ("size=0", "size"),
        ("size=x", "size"),
        ("relationship=enemy", "relationship"),
        ("owner=x", "owner"),
        ("created_at_after=yesterday", "created_at"),
        ("q=%00", "q"),
        ("updated_since=x", "updated_since"),
    ],
)
def test_a_parameter_that_is_unknown_or_unreadable_is_a_400_by_its_name(api_of, ana, query, field):
    answer = api_of(ana).get(f"{URL}?{query}")

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_an_unreadable_place_in_the_list_is_a_400(api_of, ana):
    assert api_of(ana).get(f"{URL}?after=xyz").status_code == 400


def test_the_known_parameters_are_listed(api_of, ana):
    message = api_of(ana).get(f"{URL}?nothing=1").json()["error"]["fields"]["nothing"][0]

    assert "created_at_after" in message
    assert "external_id" in message


def test_nested_messages_become_paths():
    assert flat({"custom": {"size": ["Wrong."]}, "emails": {0: ["Bad."]}, "non_field_errors": ["All."]}) == (
        {"custom.size": ["Wrong."], "emails.0": ["Bad."]},
        ["All."],
    )
