from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.models import Company, Contact, ImportRow, ImportRun, Sector
from crm.tests.factories import ContactFactory
from crm.tests.transfer.bringing import brought, imported

UPLOAD = reverse("crm:importrun-create", args=["crm.contact"])
PEOPLE = b"Nome;E-mail;Cargo\nAna;ana@x.com;Dona\nBia;errado;\n"


def upload(client, content=PEOPLE, url=UPLOAD):
    return client.post(url, {"file": SimpleUploadedFile("pessoas.csv", content)}, follow=True)


def test_a_file_is_taken_through_all_steps_to_its_result_and_undone(client_of, dora):
    client = client_of(dora)
    upload(client)
    run = ImportRun.objects.get()
    step = {name: reverse(f"crm:importrun-{name}", args=[run.pk]) for name in ("format", "mapping", "run", "undo")}

    mapping = client.post(step["format"], {"delimiter": ";", "encoding": "utf-8", "has_header": "on"}, follow=True)
    fields = {"column_0": "name", "column_1": "emails", "column_2": "job_title", "key": "emails", "mode": "upsert"}
    checked = client.post(step["mapping"], fields, follow=True)
    nothing_yet = Contact.objects.count()
    done = client.post(step["run"], follow=True)

    assert mapping.context["form"].initial["columns"] == {"0": "name", "1": "emails", "2": "job_title"}
    assert [count["value"] for count in checked.context["counts"]] == ["1", "0", "0", "1"]
    assert nothing_yet == 0
    assert [count["value"] for count in done.context["counts"]] == ["1", "0", "0", "1"]
    assert Contact.objects.get().name == "Ana"

    client.post(step["undo"], follow=True)
    assert Contact.objects.count() == 0


def test_the_refused_rows_come_as_a_file(client_of, dora):
    run = imported(PEOPLE, dora)

    response = client_of(dora).get(reverse("crm:importrun-refused", args=[run.pk]))

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "Nome;E-mail;Cargo;Row;Reason",
        "Bia;errado;;3;E-mails: “errado” is not an e-mail address.",
    ]


def test_a_file_that_is_none_is_refused_beside_the_field(client_of, dora):
    response = upload(client_of(dora), b"a,b\n1,\x002\n")

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["This is not a text file: it holds NUL bytes."]
    assert not ImportRun.objects.exists()


def test_an_ambiguous_day_is_asked_beside_its_field(client_of, dora):
    run = brought("Nome;Nascimento\nAna;03/04/2000\n", dora)
    fields = {"column_0": "name", "column_1": "birthday", "key": "name", "mode": "upsert"}

    asked = client_of(dora).post(reverse("crm:importrun-mapping", args=[run.pk]), fields)
    client_of(dora).post(reverse("crm:importrun-mapping", args=[run.pk]), fields | {"dates": "dmy"})
    client_of(dora).post(reverse("crm:importrun-run", args=[run.pk]))

    assert asked.status_code == 422
    assert asked.context["form"].errors["dates"] == ["The file can be read either way. Say how it is written."]
    assert Contact.objects.get().birthday.month == 4


def test_values_that_nothing_answers_to_are_mapped_by_the_person(client_of, dora):
    Sector.objects.create(name="Technology")
    run = brought("Empresa;Setor\nAcme;technolgy\n", dora, record="crm.company", mapping={"make": []})
    values = reverse("crm:importrun-values", args=[run.pk])

    page = client_of(dora).get(values)
    client_of(dora).post(values, {"value_0": "Technology"})
    client_of(dora).post(reverse("crm:importrun-run", args=[run.pk]))

    run.refresh_from_db()
    assert [one.value for one in page.context["form"].unknown] == ["technolgy"]
    assert run.counts["created"] == 1
    assert Sector.objects.get().name == "Technology"


def test_a_run_is_its_owners_alone(client_of, dora, bruno):
    run = imported(PEOPLE, dora)

    for name in ("detail", "format", "mapping", "values", "undo", "remove", "refused"):
        assert client_of(bruno).get(reverse(f"crm:importrun-{name}", args=[run.pk])).status_code == 404
    for name in ("run", "stop", "undo", "remove"):
        assert client_of(bruno).post(reverse(f"crm:importrun-{name}", args=[run.pk])).status_code == 404
    assert Contact.objects.count() == 1


def test_who_may_not_import_gets_no_form(client_of, ana, nina):
    assert client_of(ana).get(UPLOAD).status_code == 403
    assert client_of(nina).post(UPLOAD).status_code == 403
    assert client_of(ana).get(reverse("crm:importrun-create", args=["crm.nothing"])).status_code == 404


def test_looking_at_a_run_writes_nothing(client_of, dora):
    run = imported(PEOPLE, dora)
    before = ImportRun.objects.values().get()

    for name in ("detail", "mapping", "values", "format", "undo", "remove"):
        client_of(dora).get(reverse(f"crm:importrun-{name}", args=[run.pk]))

    assert ImportRun.objects.values().get() == before
    assert ImportRow.objects.count() == 2


def test_a_script_in_a_file_is_shown_as_text(client_of, dora):
    run = brought("Nome;E-mail\n<script>alert(1)</script>;<img src=x>\n", dora)

    pages = [
        client_of(dora).get(reverse(f"crm:importrun-{name}", args=[run.pk])).content
        for name in ("detail", "format", "mapping")
    ]

    assert all(b"<script>alert" not in page and b"<img src=x>" not in page for page in pages)


def test_a_stopped_import_goes_on_where_it_was(client_of, dora):
    from crm.actions import importrun as imports
    from crm.actions import job as jobs

    run = brought(PEOPLE, dora)
    job = imports.start(run, "run", by=dora)
    client_of(dora).post(reverse("crm:importrun-stop", args=[run.pk]))
    assert jobs.claim(job.pk) is None

    client_of(dora).post(reverse("crm:importrun-run", args=[run.pk]))

    run.refresh_from_db()
    assert (run.state, Contact.objects.count()) == ("done", 1)


def test_the_template_holds_every_field(client_of, dora):
    response = client_of(dora).get(reverse("crm:importrun-template", args=["crm.contact"]))

    assert b"".join(response.streaming_content).decode("utf-8-sig").startswith("Name;First name;Last name;E-mails")


def test_my_imports_list_mine(client_of, dora, bruno):
    imported(PEOPLE, dora)
    ContactFactory()

    assert len(client_of(dora).get(reverse("crm:importrun-list")).context["runs"]) == 1
    assert client_of(bruno).get(reverse("crm:importrun-list")).context["runs"] == []


def test_what_is_wrong_with_the_columns_is_listed_once(client_of, dora):
    run = brought("Nome;Nascimento\nAna;03/04/2000\n", dora)
    fields = {"column_0": "name", "column_1": "birthday", "key": "name", "mode": "upsert"}

    response = client_of(dora).post(reverse("crm:importrun-mapping", args=[run.pk]), fields)

    assert response.content.decode().count("data-error-summary") == 1


def test_undoing_tells_how_many_records_go_those_made_for_others_among_them(client_of, dora):
    before = Company.objects.count() + Sector.objects.count()
    run = imported(
        "Nome;Segmento\nAcme;Pumps\nBeta;Valves\n", dora, record="crm.company", mapping={"make": ["sector"]}
    )
    client, url = client_of(dora), reverse("crm:importrun-undo", args=[run.pk])
    made = Company.objects.count() + Sector.objects.count() - before

    asked = client.get(url).content.decode()
    client.post(url)

    assert made == 4
    assert "4 new records are removed for good" in asked
    assert Company.objects.count() + Sector.objects.count() == before
