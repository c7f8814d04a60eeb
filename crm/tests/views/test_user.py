import pytest
from django.urls import reverse

from crm.actions import user as users
from crm.models import Message, Role, User
from crm.models.role import Scope
from crm.tests.factories import CompanyFactory, UserFactory

LIST = reverse("crm:user-list")


def url(name, user):
    return reverse(f"crm:user-{name}", args=[user.pk])


def roles(*keys):
    return [role.pk for role in Role.objects.filter(key__in=keys)]


def names(response):
    return [row.title for row in response.context["table"].rows]


def test_administrators_see_everybody_also_who_left(client_of, dora, ana):
    UserFactory(name="Zeca", is_active=False)

    assert names(client_of(dora).get(LIST)) == ["Ana Melo", "Dora Paz", "Zeca"]


@pytest.mark.parametrize("query", ["q=ANA+melo", "q=person", "status=deactivated", "status=invited", "status=active"])
def test_people_are_found_by_words_and_status(client_of, dora, ana, query):
    UserFactory(name="Zé", email="ze@firma.example", is_active=False)
    UserFactory(name="Íris", email="iris@firma.example", password=None)
    found = {
        "q=ANA+melo": ["Ana Melo"],
        "q=person": ["Ana Melo", "Dora Paz"],
        "status=deactivated": ["Zé"],
        "status=invited": ["Íris"],
        "status=active": ["Ana Melo", "Dora Paz"],
    }

    assert names(client_of(dora).get(f"{LIST}?{query}")) == found[query]


@pytest.mark.parametrize("name", ["list", "create"])
def test_sellers_and_managers_have_no_people_pages(client_of, ana, bruno, name):
    for user in (ana, bruno):
        response = client_of(user).get(reverse(f"crm:user-{name}"))
        assert response.status_code == 403


def test_an_auditor_reads_and_changes_nobody(client_of, enzo, ana):
    client = client_of(enzo)
    page = client.get(url("detail", ana))

    assert page.status_code == 200
    assert page.context["may_change"] is False
    for name in ("edit", "deactivate", "invite", "reactivate"):
        assert client.post(url(name, ana), {"name": "X"}).status_code == 403
    assert User.objects.get(pk=ana.pk).is_active


def test_the_list_costs_the_same_for_many(client_of, dora, django_assert_max_num_queries):
    for __ in range(40):
        UserFactory().roles.set(roles("seller"))
    client = client_of(dora)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_inviting_by_the_page_sends_the_mail(client_of, dora, south):
    response = client_of(dora).post(
        reverse("crm:user-create"),
        {
            "name": "Eva Sol",
            "email": "eva@firma.example",
            "team": south.pk,
            "roles": roles("seller"),
            "job_title": "Rep",
        },
    )

    eva = User.objects.get(email="eva@firma.example")
    assert response.url == eva.get_absolute_url()
    assert (eva.team, eva.job_title, eva.has_joined) == (south, "Rep", False)
    assert Message.objects.get().to == "eva@firma.example"


def test_a_taken_e_mail_is_told_beside_the_field(client_of, dora, ana):
    response = client_of(dora).post(reverse("crm:user-create"), {"name": "Ana II", "email": ana.email})

    assert response.status_code == 422
    assert "email" in response.context["form"].errors
    assert b'value="Ana II"' in response.content
    assert not Message.objects.exists()


def test_editing_changes_team_and_roles(client_of, dora, ana, north):
    client_of(dora).post(
        url("edit", ana),
        {"name": ana.name, "email": ana.email, "team": north.pk, "roles": roles("manager", "analyst")},
    )

    ana = User.objects.get(pk=ana.pk)
    assert ana.team == north
    assert {role.key for role in ana.roles.all()} == {"manager", "analyst"}


def test_the_last_administrators_role_is_kept_with_a_reason(client_of, dora):
    response = client_of(dora).post(
        url("edit", dora), {"name": dora.name, "email": dora.email, "roles": roles("seller")}
    )

    assert response.status_code == 422
    assert "last administrator" in str(response.context["form"].errors)


def test_fields_that_no_form_shows_are_never_set(client_of, dora, ana):
    client_of(dora).post(
        url("edit", ana),
        {
            "name": ana.name,
            "email": ana.email,
            "is_superuser": "1",
            "is_staff": "1",
            "password": "x",
            "is_active": "",
        },
    )

    ana = User.objects.get(pk=ana.pk)
    assert (ana.is_superuser, ana.is_staff, ana.is_active) == (False, False, True)
    assert ana.check_password("correct horse battery")


def test_deactivating_shows_the_open_work_and_hands_it_over(client_of, dora, ana, bruno):
    CompanyFactory(name="Acme", owner=ana)
    client = client_of(dora)

    asked = client.get(url("deactivate", ana))
    client.post(url("deactivate", ana), {"heir": bruno.pk})

    assert "companies (1)" in asked.context["page"].lead
    assert not User.objects.get(pk=ana.pk).is_active
    assert users.open_work(bruno)[0][1] == 1
    assert client.get(url("detail", ana)).status_code == 200
    client.post(url("reactivate", ana))
    assert User.objects.get(pk=ana.pk).is_active


def test_getting_a_page_deactivates_nobody(client_of, dora, ana):
    client_of(dora).get(url("deactivate", ana))

    assert User.objects.get(pk=ana.pk).is_active


def test_effective_access_says_how_far_and_by_which_role(client_of, dora, ana):
    ana.roles.add(Role.objects.get(key="manager"))
    grant = Role.objects.get(key="seller").grants.get(record_type__model="company", action="delete")
    grant.scope = Scope.ALL
    grant.save()

    matrix = client_of(dora).get(url("detail", ana)).context["matrix"]

    companies = {cell.label: (cell.words, cell.roles) for cell in line(matrix, "Companies").cells}
    manager, seller = Role.objects.get(key="manager").name, Role.objects.get(key="seller").name
    assert companies["See"] == ("Of the team and those below", manager)
    assert companies["Delete"] == ("All", seller)
    assert companies["Add"] == ("Yes", ", ".join(sorted([manager, seller])))
    assert line(matrix, "Users").cells[0].words == "No"


def line(matrix, label):
    return next(one for one in matrix.lines if one.label == label)


def test_the_matrix_says_what_access_does(ana, bruno, dora, enzo, nina):
    from crm.views.access import guarded_models, matrix, words

    for user in (ana, bruno, dora, enzo, nina):
        drawn = matrix(user)
        for model, row in zip(guarded_models(), drawn.lines, strict=True):
            for action, cell in zip(
                ("view", "create", "change", "delete", "import", "export"), row.cells, strict=False
            ):
                assert cell.words == words(action, user.access.scope(action, model))


def test_everybody_reads_their_own_access(client_of, nina):
    response = client_of(nina).get(reverse("crm:my-access"))

    assert response.status_code == 200
    assert {cell.words for one in response.context["matrix"].lines for cell in one.cells} == {"No"}


def test_asking_for_the_head_of_a_list_answers_as_the_page_without_its_body(client_of, dora):
    response = client_of(dora).head(LIST)

    assert (response.status_code, response.content) == (200, b"")
