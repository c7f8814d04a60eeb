from django.urls import reverse

from crm.tests.factories import CompanyFactory
from workflow.models import Task
from workflow.tests.factories import TaskTypeFactory, type_of

QUICK = reverse("workflow:task-quick")


def understood(client, line):
    return client.get(QUICK, {"line": line}).context["form"]


def test_what_was_understood_stands_in_the_form_and_nothing_is_planned(client_of, ana, bruno):
    company = CompanyFactory(name="Padaria Sol", owner=ana)

    form = understood(client_of(ana), "ligar para padaria sol amanhã 15h urgente @bruno")

    assert form["title"].value() == "Ligar para padaria sol"
    assert form["type"].value() == type_of("call").pk
    assert form["about"].value() == f"crm.company:{company.pk}"
    assert (form["owner"].value(), form["priority"].value()) == (bruno.pk, 4)
    assert form["due_at"].value().hour == 15
    assert not Task.objects.exists()


def test_a_strangers_record_is_not_found_by_its_name(client_of, ana, caio):
    CompanyFactory(name="Zenith", owner=caio)

    response = client_of(ana).get(QUICK, {"line": "ligar para zenith amanhã"})

    assert not response.context["form"]["about"].value()


def test_what_comes_again_is_offered_as_such(client_of, ana):
    form = understood(client_of(ana), "revisar funil toda segunda e quinta às 9h")

    assert form["repeats"].value() == "FREQ=WEEKLY;BYDAY=MO,TH"
    assert "FREQ=WEEKLY;BYDAY=MO,TH" in dict(form.fields["repeats"].choices)


def test_types_that_administrators_made_are_known_by_name(client_of, ana):
    survey = TaskTypeFactory(name="Vistoria técnica")

    assert understood(client_of(ana), "vistoria tecnica na Sol amanhã")["type"].value() == survey.pk


def test_what_is_confirmed_is_planned(client_of, ana):
    answer = client_of(ana).post(
        f"{QUICK}?line=x",
        {"title": "Check", "owner": ana.pk, "due_at": "2030-01-07T09:00", "repeats": "FREQ=WEEKLY;BYDAY=MO,TH",
         "form_key": "k"},
    )  # fmt: skip

    assert answer.status_code == 302
    assert Task.objects.first().recurrence.rule == "FREQ=WEEKLY;BYDAY=MO,TH"


def test_any_line_gives_a_page(client_of, ana):
    for line in ("", "   ", "\x00", "x" * 5000, "@", "<script>alert(1)</script>", "dia 31 dia 31 às 99"):
        response = client_of(ana).get(QUICK, {"line": line})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
