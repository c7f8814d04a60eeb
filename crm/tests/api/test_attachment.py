import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.models import Attachment
from crm.tests.factories import AttachmentFactory, CompanyFactory

URL = "/api/v1/attachments/"
KEY = {"idempotency-key": "scan-1"}


@pytest.fixture(autouse=True)
def files_in(tmp_path, settings):
    settings.MEDIA_ROOT = settings.FILES_DIR = tmp_path


def bring(api, record, name="note.txt", content=b"Hello", **extra):
    """A form, as the only body that is not JSON."""
    file = SimpleUploadedFile(name, content)
    form = {"record": f"crm.company:{record.pk}", "file": file}
    return Client.post(Client(headers={"authorization": f"Bearer {api.secret}"}), URL, form, **extra)


def test_a_file_is_brought_read_renamed_and_thrown_away(api_of, ana):
    company, api = CompanyFactory(owner=ana), api_of(ana)

    made = bring(api, company)
    one = f"{URL}{made.json()['id']}/"
    content = b"".join(api.get(f"{one}content/").streaming_content)
    renamed = api.patch(one, {"name": "minutes.txt"})

    assert made.status_code == 201, made.content
    assert (made.json()["record"], made.json()["size"]) == ({"type": "crm.company", "id": company.pk}, 5)
    assert content == b"Hello"
    assert renamed.json()["name"] == "minutes.txt"
    assert (api.delete(one).status_code, api.post(f"{one}restore/").status_code) == (204, 200)


def test_the_same_file_under_one_key_is_kept_once(api_of, ana):
    company, api = CompanyFactory(owner=ana), api_of(ana)

    first, second = (bring(api, company, headers=KEY) for __ in range(2))
    other = bring(api, company, content=b"Other", headers=KEY)

    assert (first.json(), second["Idempotency-Replayed"]) == (second.json(), "true")
    assert other.status_code == 422
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"no pdf"), ("a.txt", b"")])
def test_a_file_that_a_page_refuses_is_refused_here(api_of, ana, name, content):
    answer = bring(api_of(ana), CompanyFactory(owner=ana), name, content)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["file"])
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["note.exe", "note.php.txt", "note"])
def test_a_new_name_does_not_make_it_another_kind_of_file(api_of, ana, name):
    file = AttachmentFactory(name="note.txt", about=CompanyFactory(owner=ana), owner=ana)

    answer = api_of(ana).patch(f"{URL}{file.pk}/", {"name": name})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["name"])


def test_a_strangers_record_takes_no_file_and_shows_none(api_of, ana, caio):
    foreign = AttachmentFactory(about=CompanyFactory(owner=caio), owner=caio)
    api = api_of(ana)

    refused = bring(api, foreign.about)

    assert refused.json()["error"]["fields"] == {"record": ["There is no such record."]}
    assert api.get(URL).json()["count"] == 0
    assert (api.get(f"{URL}{foreign.pk}/").status_code, api.get(f"{URL}{foreign.pk}/content/").status_code) == (
        404,
        404,
    )


def test_a_file_comes_as_a_form_and_nothing_else_does(api_of, ana):
    api, company = api_of(ana), CompanyFactory(owner=ana)

    assert api.post(URL, {"record": f"crm.company:{company.pk}"}).status_code == 415
    assert bring(api_of(ana, scope="read"), company).status_code == 403
