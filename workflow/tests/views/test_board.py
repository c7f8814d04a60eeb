import datetime
import re

from django.urls import reverse
from django.utils import timezone

from crm.tests.factories import CompanyFactory, UserFactory
from workflow.models import Task
from workflow.tests.factories import TaskFactory

BOARD = reverse("workflow:task-board")


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def heads(response):
    return {column.label: column.count_text for column in response.context["columns"]}


def hand(task):
    return reverse("workflow:task-hand", args=[task.pk])


def test_columns_are_the_people_of_my_department_with_exact_counts(client_of, ana, bruno, caio):
    for hours in (-2, 5, 9):
        TaskFactory(owner=ana, due_at=at(hours=hours))
    TaskFactory(owner=None, team=ana.team)
    TaskFactory(owner=caio)

    response = client_of(bruno).get(BOARD)

    assert heads(response) == {"Without a person responsible": "1", "Ana Melo": "3", "Bruno Reis": "0"}
    assert next(one for one in response.context["columns"] if one.pk == ana.pk).sum_text == "1 late"


def test_by_deadline_the_columns_say_how_they_stand(client_of, ana, bruno):
    TaskFactory(owner=ana, due_at=at(hours=-2))
    TaskFactory(owner=ana, due_at=at(days=3))
    TaskFactory(owner=bruno, due_at=at(days=30))
    TaskFactory(owner=bruno)
    TaskFactory(owner=None, team=ana.team)

    response = client_of(bruno).get(BOARD, {"by": "time"})

    assert list(heads(response).values()) == ["1", "1", "0", "1", "2"]
    assert {card.move_url for column in response.context["columns"] for card in column.cards} == {None}


def test_a_card_goes_to_another_person_and_the_heads_come_back_changed(client_of, ana, bruno):
    task = TaskFactory(owner=ana)

    answer = client_of(bruno).post(
        f"{hand(task)}?next={BOARD}", {"stage": bruno.pk, "version": task.version}, headers={"HX-Request": "true"}
    )

    task.refresh_from_db()
    assert task.owner == bruno
    body = answer.content.decode()
    assert all(f"col-{person.pk}-head" in body for person in (ana, bruno))
    assert f"card-{task.pk}" in body


def test_a_card_that_somebody_moved_meanwhile_stays(client_of, ana, bruno):
    task = TaskFactory(owner=ana)
    Task.objects.filter(pk=task.pk).update(version=5)

    answer = client_of(bruno).post(hand(task), {"stage": bruno.pk, "version": 1}, headers={"HX-Request": "true"})

    task.refresh_from_db()
    assert (answer.status_code, task.owner) == (422, ana)


def test_a_card_can_be_left_to_nobody_and_not_to_who_is_unknown(client_of, ana, bruno):
    task, client = TaskFactory(owner=ana), client_of(bruno)

    unknown = client.post(hand(task), {"stage": 10**6})
    client.post(hand(task), {"stage": 0})

    task.refresh_from_db()
    assert (unknown.status_code, task.owner, task.team) == (422, None, ana.team)


def test_other_departments_are_not_for_a_seller(client_of, ana, caio):
    TaskFactory(title="Zenith plot", owner=caio)

    response = client_of(ana).get(BOARD, {"on_team": caio.team_id})

    assert "Zenith" not in response.content.decode()
    assert response.context["teams"][0]["label"] == "South"


def test_the_board_asks_as_often_however_much_there_is(client_of, bruno, django_assert_max_num_queries):
    client = client_of(bruno)
    client.get(BOARD)
    for __ in range(8):
        person = UserFactory(team=bruno.team)
        for hours in range(-20, 40, 5):
            TaskFactory(owner=person, due_at=at(hours=hours), about=CompanyFactory(owner=person))

    for query in ({}, {"by": "time"}):
        with django_assert_max_num_queries(13):
            client.get(BOARD, query)


def test_more_cards_of_a_column_come_page_by_page(client_of, ana, bruno):
    for hours in range(13):
        TaskFactory(title=f"T{hours:02}", owner=ana, due_at=at(hours=hours + 1))
    TaskFactory(title="Undated", owner=ana)
    client = client_of(bruno)

    column = next(one for one in client.get(BOARD).context["columns"] if one.pk == ana.pk)
    more = client.get(BOARD + column.more_url, headers={"HX-Request": "true"})

    assert [card.title for card in column.cards] == [f"T{hours:02}" for hours in range(10)]
    assert re.findall('data-title="(.*?)"', more.content.decode()) == ["T10", "T11", "T12", "Undated"]


def test_the_page_of_a_move_names_people_and_moves_without_script(client_of, bruno, ana, caio):
    task = TaskFactory(owner=ana, team=bruno.team)
    gone = UserFactory(name="Gone Long", is_active=False)
    client = client_of(bruno)
    address = f"{hand(task)}?next={BOARD}"

    text = client.get(address).content.decode()

    assert f'<option value="{ana.pk}" selected>Ana Melo</option>' in text
    assert ("Bruno Reis" in text, "Without a person responsible" in text, gone.name in text) == (True, True, False)
    refused = client.post(address, {"stage": "somebody", "version": task.version})
    assert refused.status_code == 422
    stale = client.post(address, {"stage": bruno.pk, "version": task.version + 7})
    assert stale.status_code == 422
    answer = client.post(address, {"stage": bruno.pk, "version": task.version})
    task.refresh_from_db()
    assert (answer.status_code, answer["Location"], task.owner) == (302, BOARD, bruno)


def test_a_card_names_what_it_is_about_to_who_may_see_it_alone(client_of, ana, caio, bruno):
    for owner, name in ((ana, "Acme of the South"), (caio, "Zinc of the North")):
        TaskFactory(owner=ana, due_at=at(hours=2), about=CompanyFactory(owner=owner, name=name))
    TaskFactory(owner=ana, due_at=at(hours=3))
    client = client_of(bruno)

    for address in (BOARD, f"{BOARD}?by=time", f"{BOARD}?column={ana.pk}", reverse("workflow:task-day")):
        text = (client_of(ana) if "day" in address else client).get(address).content.decode()
        assert ("Acme of the South" in text, "Zinc of the North" in text) == (True, False), address
