import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from crm.actions import exportfile as exports
from crm.actions import job as jobs
from crm.models import Affiliation, Contact, ExportFile
from crm.tests.factories import CompanyFactory, ContactFactory
from crm.tests.transfer.bringing import imported, outcome
from crm.transfer.exporting import Export

URL = reverse("crm:exportfile-create", args=["crm.contact"])


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_csv(response):
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_what_the_list_shows_in_its_order_and_columns(client_of, dora):
    for name, city in [("Bia", "Canoas"), ("Ana", "Canoas"), ("Cid", "Recife")]:
        ContactFactory(name=name, city=city, owner=dora, phones=["+5551999990000"])

    response = client_of(dora).post(
        f"{URL}?city=canoas&sort=-name&columns=name,phone,owner", {"kind": "csv", "scope": "list", "delimiter": ";"}
    )

    assert read_csv(response) == [
        ["Name", "Phone", "Owner"],
        ["Bia", "(51) 99999-0000", "Dora Paz"],
        ["Ana", "(51) 99999-0000", "Dora Paz"],
    ]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert ExportFile.objects.get().rows == 2


def test_only_what_one_may_take_out_leaves(client_of, bruno, caio, ana):
    ContactFactory(name="Ana", owner=ana)
    foreign = ContactFactory(name="CANARIO", owner=caio)
    mine = ContactFactory(name="Bia", owner=bruno)
    Affiliation.objects.create(contact=mine, company=CompanyFactory(name="CANARIO SA", owner=caio), is_primary=True)

    for scope in ("list", "all"):
        response = client_of(bruno).post(URL, {"kind": "csv", "scope": scope, "delimiter": ";"})
        assert b"CANARIO" not in content(response)
    assert foreign.name == "CANARIO"


def test_without_the_right_there_is_no_export(client_of, ana, nina):
    assert client_of(ana).get(URL).status_code == 403
    assert client_of(nina).post(URL).status_code == 403
    assert client_of(ana).get(reverse("crm:exportfile-create", args=["crm.nothing"])).status_code == 404
    assert not ExportFile.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_all_fields_come_back_unchanged(client_of, dora, kind):
    company = CompanyFactory(name="Acme", owner=dora)
    contact = ContactFactory(
        name="=cmd|' /C calc'!A0",
        emails=["a@x.com", "b@x.com"],
        phones=["+5551999990000", "+12025550100"],
        description="@um\ndois; três",
        job_title="-Diretora",
        tags=["vip", "sul"],
        external_id="'=7",
        owner=dora,
        team=dora.team,
    )
    Affiliation.objects.create(contact=contact, company=company, is_primary=True)
    before = Contact.objects.values().get()

    file = content(client_of(dora).post(URL, {"kind": kind, "scope": "all", "delimiter": ";"}))
    run = imported(file, dora, key="external_id")

    assert outcome(run) == (0, 0, 1, 0)
    assert Contact.objects.values().get() == before


def test_a_workbook_holds_texts_and_never_formulas(client_of, dora):
    ContactFactory(name="=1+1", owner=dora)

    response = client_of(dora).post(URL, {"kind": "xlsx", "scope": "list", "delimiter": ";"})

    cell = openpyxl.load_workbook(io.BytesIO(content(response))).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def large(user, rows=3):
    for number in range(rows):
        ContactFactory(name=f"Ana {number}", owner=user)
    noted = exports.order(Contact, by=user, kind="csv", name="x.csv", query="", options={"scope": "list"})
    return exports.write_later(noted, by=user)


def test_a_large_export_is_written_by_a_job_and_fetched_by_its_creator_alone(client_of, dora, bruno):
    export = large(dora)
    download = reverse("crm:exportfile-download", args=[export.pk])
    early = client_of(dora).get(download).status_code
    jobs.run(jobs.claim(export.job_id))

    page = client_of(dora).get(export.get_absolute_url())

    assert early == 404
    assert page.context["job"].result_url == download
    assert content(client_of(dora).get(download)).decode("utf-8-sig").count("\n") == 4
    assert client_of(bruno).get(download).status_code == 404
    assert client_of(bruno).get(export.get_absolute_url()).status_code == 404


def test_an_export_ends_with_its_week_and_with_the_right(client_of, dora):
    export = large(dora)
    jobs.run(jobs.claim(export.job_id))
    download = reverse("crm:exportfile-download", args=[export.pk])
    dora.roles.clear()
    without_right = client_of(dora).get(download).status_code
    ExportFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    expired = exports.expire()

    assert without_right == 404
    assert expired == 1
    assert ExportFile.objects.get().file == ""


def test_lists_and_exports_hold_the_same_rows_for_everybody(dora, bruno, caio, ana, enzo):
    for owner in (ana, bruno, caio):
        ContactFactory(owner=owner)

    for user in (dora, bruno, enzo):
        exported = {row.pk for row in Export(user, "crm.contact").queryset()}
        assert exported <= {row.pk for row in Contact.objects.visible_to(user)}
        assert exported


def test_a_broken_filter_exports_nothing_rather_than_everything(client_of, dora):
    ContactFactory(owner=dora)

    response = client_of(dora).post(f"{URL}?team=99999", {"kind": "csv", "scope": "list", "delimiter": ";"})

    assert len(read_csv(response)) == 1
