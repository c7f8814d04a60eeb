import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.models import Attachment
from crm.tests.factories import CompanyFactory

CREATE = reverse("crm:attachment-create")
PDF = b"%PDF-1.7 hello"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Every test keeps its files in a folder of its own."""
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path)}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    return tmp_path


def upload(client, record, *files, **more):
    about = f"crm.company:{record.pk}"
    sent = [SimpleUploadedFile(name, content, "text/html") for name, content in files]
    return client.post(CREATE, {"about": about, "files": sent, **more})


def kept(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_several_files_are_kept_under_names_nobody_can_guess(client_of, ana, files):
    company = CompanyFactory(owner=ana)

    response = upload(client_of(ana), company, ("Proposta.pdf", PDF), ("Notas.txt", b"hi"))

    found = Attachment.objects.order_by("name")
    assert response.url == company.get_absolute_url()
    assert [(one.name, one.content_type, one.size) for one in found] == [
        ("Notas.txt", "text/plain", 2),
        ("Proposta.pdf", "application/pdf", len(PDF)),
    ]
    assert [len(path.name) for path in kept(files)] == [40, 40]


def test_a_file_is_served_only_to_be_saved(client_of, ana):
    company = CompanyFactory(owner=ana)
    upload(client_of(ana), company, ("Proposta ção.pdf", PDF))

    response = client_of(ana).get(Attachment.objects.get().get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_one_bad_file_keeps_all_out(client_of, ana, files):
    company = CompanyFactory(owner=ana)

    response = upload(client_of(ana), company, ("Proposta.pdf", PDF), ("evil.html", b"<html>"))

    assert response.status_code == 422
    assert len(response.context["form"].errors["files"]) == 1
    assert (Attachment.objects.count(), kept(files)) == (0, [])


def test_a_form_sent_twice_keeps_its_files_once(client_of, ana, files):
    company = CompanyFactory(owner=ana)
    client = client_of(ana)

    for __ in range(2):
        upload(client, company, ("Proposta.pdf", PDF), form_key="one")

    assert (Attachment.objects.count(), len(kept(files))) == (1, 1)


def test_too_large_is_told_with_the_limit(client_of, ana, settings):
    settings.ATTACHMENT_MAX_MB = 0
    company = CompanyFactory(owner=ana)

    response = upload(client_of(ana), company, ("Proposta.pdf", PDF))

    assert response.status_code == 422
    assert "is larger than" in response.content.decode()


def test_strangers_get_404_for_the_file_and_for_bringing_one(client_of, ana, caio, client):
    company = CompanyFactory(owner=ana)
    upload(client_of(ana), company, ("Proposta.pdf", PDF))
    attachment = Attachment.objects.get()

    assert client_of(caio).get(attachment.get_absolute_url()).status_code == 404
    assert client_of(caio).post(reverse("crm:attachment-trash", args=[attachment.pk])).status_code == 404
    assert upload(client_of(caio), company, ("Proposta.pdf", PDF)).status_code == 404
    assert client.get(attachment.get_absolute_url()).status_code == 302
    assert Attachment.objects.alive().count() == 1


def test_an_auditor_reads_but_brings_nothing(client_of, ana, enzo):
    company = CompanyFactory(owner=ana)
    upload(client_of(ana), company, ("Proposta.pdf", PDF))

    assert client_of(enzo).get(Attachment.objects.get().get_absolute_url()).status_code == 200
    assert upload(client_of(enzo), company, ("Proposta.pdf", PDF)).status_code == 403


def test_the_panel_lists_files_and_offers_to_throw_away_ones_own(client_of, ana, bruno):
    company = CompanyFactory(owner=ana)
    upload(client_of(bruno), company, ("Proposta.pdf", PDF))
    trash = reverse("crm:attachment-trash", args=[Attachment.objects.get().pk])

    assert trash in client_of(bruno).get(company.get_absolute_url()).content.decode()
    assert trash not in client_of(ana).get(company.get_absolute_url()).content.decode()


def test_a_trashed_file_is_no_longer_served(client_of, ana):
    company = CompanyFactory(owner=ana)
    client = client_of(ana)
    upload(client, company, ("Proposta.pdf", PDF))
    attachment = Attachment.objects.get()

    response = client.post(reverse("crm:attachment-trash", args=[attachment.pk]))

    assert response.url == company.get_absolute_url()
    assert client.get(attachment.get_absolute_url()).status_code == 404
