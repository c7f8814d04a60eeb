from django.urls import reverse

from crm.models import User

PROFILE, PREFERENCE = reverse("crm:profile"), reverse("crm:preference")
MINE = {"name": "Ana M.", "language": "pt-br", "time_zone": "America/Manaus", "theme": "dark", "density": "compact"}


def test_a_person_sets_words_looks_and_mail(client_of, ana):
    response = client_of(ana).post(PROFILE, MINE)

    ana.refresh_from_db()
    assert response.url == PROFILE
    assert (ana.name, ana.language, ana.time_zone, ana.theme, ana.density) == tuple(MINE.values())
    assert ana.wants_mail is False


def test_the_new_language_is_spoken_at_once(client_of, ana):
    response = client_of(ana).post(PROFILE, MINE, follow=True)

    assert [str(one) for one in response.context["messages"]] == ["Seu perfil foi salvo."]


def test_nothing_else_about_oneself_can_be_set(client_of, ana, north):
    email, team = ana.email, ana.team

    client_of(ana).post(
        PROFILE, MINE | {"email": "boss@firma.example", "team": north.pk, "is_staff": "1", "roles": "1"}
    )

    ana = User.objects.get(pk=ana.pk)
    assert (ana.email, ana.team, ana.is_staff) == (email, team, False)
    assert [role.key for role in ana.roles.all()] == ["seller"]


def test_a_zone_that_is_none_is_refused_and_the_rest_is_kept(client_of, ana):
    response = client_of(ana).post(PROFILE, MINE | {"time_zone": "Mars/Base"})

    assert response.status_code == 422
    assert "time_zone" in response.context["form"].errors
    assert b'value="Ana M."' in response.content
    assert User.objects.get(pk=ana.pk).name == "Ana Melo"


def test_the_menus_buttons_set_one_look_at_a_time(client_of, ana):
    client = client_of(ana)

    assert client.post(PREFERENCE, {"theme": "dark"}).status_code == 204
    ana.refresh_from_db()
    assert (ana.theme, ana.density) == ("dark", "comfortable")
    assert client.post(PREFERENCE, {"theme": "pink"}).status_code == 400
    assert client.post(PREFERENCE, {"is_staff": "1"}).status_code == 400
    assert client.get(PREFERENCE).status_code == 405


def test_no_name_is_told_beside_the_field(client_of, ana):
    response = client_of(ana).post(PROFILE, MINE | {"name": ""})

    assert (response.status_code, "name" in response.context["form"].errors) == (422, True)
