from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from crm.models import HistoryEntry, Organization

PAGE, LOGO = reverse("crm:organization"), reverse("crm:organization-logo")
FORM = {
    "name": "Aurora",
    "site_language": "en",
    "time_zone": "America/Recife",
    "currency": "USD",
    "fiscal_year_start": "4",
    "late_again_hours": "2",
    "late_head_hours": "10",
    "late_further_hours": "20",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path), "base_url": None}}
    }


def picture(kind="PNG", size=(600, 300)):
    file = BytesIO()
    Image.new("RGB", size, "orange").save(file, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", file.getvalue())


def test_the_organization_is_set_by_administrators_and_written_to_the_history(client_of, dora):
    response = client_of(dora).post(PAGE, FORM)

    found = Organization.current()
    assert response.url == PAGE
    assert (found.name, found.language, found.currency, found.fiscal_year_start) == ("Aurora", "en", "USD", 4)
    assert HistoryEntry.objects.about(found).filter(actor=dora, field="currency").count() == 1


def test_the_hours_of_lateness_are_set_within_bounds(client_of, dora):
    client = client_of(dora)
    assert client.get(PAGE).context["form"]["late_head_hours"].value() == 8

    refused = client.post(PAGE, FORM | {"late_again_hours": "0", "late_further_hours": "201"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (
        422,
        ["late_again_hours", "late_further_hours"],
    )
    client.post(PAGE, FORM)

    found = Organization.current()
    assert (found.late_again_hours, found.late_head_hours, found.late_further_hours) == (2, 10, 20)


def test_others_do_not_see_the_page(client_of, ana, enzo):
    for user in (ana, enzo):
        assert client_of(user).get(PAGE).status_code == 403
        assert client_of(user).post(PAGE, FORM).status_code == 403
    assert Organization.current().name == "Norte"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_logo_is_drawn_anew_as_a_small_png_and_served_to_all(client_of, dora, kind):
    client_of(dora).post(PAGE, FORM | {"logo": picture(kind)})

    response = Client().get(Organization.current().logo_url)
    served = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert (served.format, served.size) == ("PNG", (256, 128))
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_page_shows_the_logo_without_telling_where_it_is_kept(client_of, dora):
    client_of(dora).post(PAGE, FORM | {"logo": picture()})

    page = client_of(dora).get(PAGE).content.decode()

    assert (Organization.current().logo_url in page, Organization.current().logo.name in page) == (True, False)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"PK\x03\x04",
        b"x" * (3 * 1024 * 1024),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(client_of, dora, content):
    response = client_of(dora).post(PAGE, FORM | {"logo": SimpleUploadedFile("logo.png", content, "image/png")})

    assert (response.status_code, "logo" in response.context["form"].errors) == (422, True)
    assert Organization.current().logo_url is None


def test_a_logo_can_be_taken_away(client_of, dora):
    client_of(dora).post(PAGE, FORM | {"logo": picture()})
    client_of(dora).post(PAGE, FORM)
    assert Organization.current().logo_url is not None

    client_of(dora).post(PAGE, FORM | {"logo-clear": "on"})

    assert Organization.current().logo_url is None
    assert Client().get(LOGO).status_code == 404
