import json
import subprocess
import sys

from crm.api.catalogue import collections

SCHEMA = "/api/v1/schema/"


def test_the_schema_names_every_collection_and_its_errors(api_of, ana):
    schema = json.loads(api_of(ana).get(SCHEMA).content)

    for prefix in collections():
        assert f"/api/v1/{prefix}/" in schema["paths"]
    create = schema["paths"]["/api/v1/companies/"]["post"]
    assert set(create["responses"]) == {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429"}
    assert create["requestBody"]["content"]["application/json"]["examples"]
    assert {"Company", "CompanyRequest", "PatchedCompanyRequest", "Error"} <= set(schema["components"]["schemas"])


def test_every_operation_says_what_it_does(api_of, ana):
    paths = json.loads(api_of(ana).get(SCHEMA).content)["paths"]
    operations = {f"{method} {path}": one for path, methods in paths.items() for method, one in methods.items()}

    assert len(operations) > 80
    assert [name for name, one in operations.items() if not one.get("description", "").strip()] == []
    assert {parameter["name"] for parameter in operations["post /api/v1/companies/"]["parameters"]} == {
        "Idempotency-Key",
        "allow_duplicates",
    }
    upload = operations["post /api/v1/attachments/"]["requestBody"]["content"]
    assert list(upload) == ["multipart/form-data"]


def test_the_schema_is_valid_and_leaves_no_warning():
    done = subprocess.run(
        [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn"],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr[-2000:]


def test_the_schema_and_its_page_are_for_people_who_are_signed_in(client, client_of, ana):
    assert client.get(SCHEMA).status_code == 401
    assert client.get("/api/docs/").status_code == 302

    page = client_of(ana).get("/api/docs/")
    assert page.status_code == 200
    assert b"//" not in page.content.replace(b"http://testserver", b"").split(b"<body")[0].replace(b"://", b"")
