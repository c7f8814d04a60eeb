import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Activity, HistoryEntry
from crm.tests.factories import CompanyFactory, ContactFactory
from workflow.actions import taskchange
from workflow.models import Task
from workflow.tests.factories import TaskFactory, type_of

LIST = reverse("workflow:task-list")
CREATE = reverse("workflow:task-create")


def titles(response):
    return [row.title for row in response.context["table"].rows]


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def url(verb, task):
    return reverse(f"workflow:task-{verb}", args=[task.pk])


def test_the_list_shows_the_open_tasks_of_my_team_by_deadline(client_of, ana, bruno, caio):
    TaskFactory(title="Later", owner=ana, due_at=at(days=5))
    TaskFactory(title="Sooner", owner=bruno, team=ana.team, due_at=at(days=1))
    TaskFactory(title="Stranger's", owner=caio, due_at=at(days=1))
    TaskFactory(title="Finished", owner=ana, done_at=at(days=-1), done_by=ana)

    response = client_of(ana).get(LIST)

    assert titles(response) == ["Sooner", "Later"]
    assert "Stranger" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"mine": "true"}, ["Late", "Soon", "Undated"]),
        ({"state": "late"}, ["Late"]),
        ({"state": "undated"}, ["Undated"]),
        ({"state": "done"}, ["Finished"]),
        ({"state": "all"}, ["Late", "Soon", "Undated", "Finished", "Bruno's"]),
        ({"kind": "call"}, ["Soon"]),
        ({"q": "soo"}, ["Soon"]),
    ],
)
def test_filters_narrow_the_list(client_of, ana, bruno, query, expected):
    TaskFactory(title="Late", owner=ana, due_at=at(days=-2))
    TaskFactory(title="Soon", kind="call", owner=ana, due_at=at(days=2))
    TaskFactory(title="Undated", owner=ana)
    TaskFactory(title="Finished", owner=ana, done_at=at(days=-1), done_by=ana)
    if query == {"state": "all"}:
        TaskFactory(title="Bruno's", owner=bruno)

    assert titles(client_of(ana).get(LIST, query)) == expected


def test_tasks_about_one_record_are_found_and_strangers_records_are_refused(client_of, ana, caio):
    company, hidden = CompanyFactory(owner=ana), CompanyFactory(name="Zenith", owner=caio)
    TaskFactory(title="About it", about=company, owner=ana)
    TaskFactory(title="About another", about=hidden, owner=ana)

    found = client_of(ana).get(LIST, {"about": f"crm.company:{company.pk}"})
    refused = client_of(ana).get(LIST, {"about": f"crm.company:{hidden.pk}"})

    assert titles(found) == ["About it"]
    assert refused.status_code == 400
    assert "Zenith" not in refused.content.decode()


def test_a_task_whose_record_one_may_not_see_does_not_name_it(client_of, ana, caio):
    task = TaskFactory(title="Call", about=CompanyFactory(name="Zenith", owner=caio), owner=ana)

    for address in (LIST, task.get_absolute_url(), url("edit", task)):
        assert "Zenith" not in client_of(ana).get(address).content.decode()


def test_saving_such_a_task_keeps_its_record(client_of, ana, caio):
    hidden = CompanyFactory(owner=caio)
    task = TaskFactory(title="Call", about=hidden, owner=ana)

    client_of(ana).post(
        url("edit", task), {"title": "Call again", "type": type_of("call").pk, "owner": ana.pk, "version": 1}
    )

    task.refresh_from_db()
    assert (task.title, task.about) == ("Call again", hidden)


def test_planning_from_the_menu_chooses_any_kind_of_record(client_of, ana):
    contact = ContactFactory(owner=ana)

    response = client_of(ana).post(
        CREATE, {"title": "Call", "type": type_of("call").pk, "owner": ana.pk, "about": f"crm.contact:{contact.pk}"}
    )

    task = Task.objects.get()
    assert (task.about, task.owner, task.team, task.created_by) == (contact, ana, ana.team, ana)
    assert response.url == contact.get_absolute_url()


def test_the_composer_plans_without_leaving_the_page_and_tells_what_is_next(client_of, ana):
    company = CompanyFactory(owner=ana)
    about = f"crm.company:{company.pk}"

    response = client_of(ana).post(
        f"{CREATE}?about={about}",
        {"title": "Send the offer", "type": type_of("email").pk, "owner": ana.pk, "about": about, "form_key": "k"},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 200
    assert sorted(json.loads(response["HX-Trigger"])) == ["norte:toast", "timeline-changed"]
    assert 'id="next-step" hx-swap-oob' in response.content.decode()
    assert "Send the offer" in response.content.decode()


def test_planning_without_a_title_keeps_what_was_typed(client_of, ana):
    response = client_of(ana).post(
        CREATE, {"type": type_of("call").pk, "owner": ana.pk, "description": "Ask for João"}
    )

    assert response.status_code == 422
    assert "Ask for João" in response.content.decode()
    assert not Task.objects.exists()


def test_planning_about_a_strangers_record_is_refused_as_if_it_did_not_exist(client_of, ana, caio):
    hidden = CompanyFactory(name="Zenith", owner=caio)

    response = client_of(ana).post(
        CREATE, {"title": "Spy", "type": type_of("call").pk, "owner": ana.pk, "about": f"crm.company:{hidden.pk}"}
    )

    assert response.status_code == 422
    assert "Zenith" not in response.content.decode()
    assert not Task.objects.exists()


def test_completing_a_call_asks_how_it_went(client_of, ana):
    task = TaskFactory(kind="call", about=CompanyFactory(owner=ana), owner=ana)
    client = client_of(ana)

    asked = client.get(url("complete", task))
    done = client.post(url("complete", task), {"outcome": "no_answer", "duration": "1", "note": "Again tomorrow"})

    assert [*asked.context["form"].fields] == ["outcome", "duration", "note"]
    assert done.status_code == 302
    assert Activity.objects.get().outcome == "no_answer"


def test_asking_changes_nothing(client_of, ana):
    task = TaskFactory(owner=ana)
    before = HistoryEntry.objects.count()

    for verb in ("complete", "reopen", "postpone", "edit", "trash"):
        client_of(ana).get(url(verb, task))

    assert HistoryEntry.objects.count() == before
    assert Task.objects.open().count() == 1


def test_strangers_get_404_for_every_verb(client_of, ana, caio):
    task = TaskFactory(owner=ana)
    client = client_of(caio)

    answers = [client.get(task.get_absolute_url())]
    answers += [client.post(url(verb, task)) for verb in ("complete", "reopen", "postpone", "edit", "trash")]

    assert {answer.status_code for answer in answers} == {404}
    assert Task.objects.open().count() == 1


def test_who_has_no_role_gets_403(client_of, nina):
    assert client_of(nina).get(LIST).status_code == 403


def test_an_auditor_sees_tasks_and_no_verb(client_of, ana, enzo):
    task = TaskFactory(title="Call", owner=ana)

    response = client_of(enzo).get(task.get_absolute_url())

    assert response.status_code == 200
    assert response.context["verbs"] == {"primary": [], "more": []}


def test_many_are_completed_within_my_reach(client_of, ana, bruno, caio):
    mine = [TaskFactory(owner=ana) for __ in range(3)]
    other = TaskFactory(owner=caio)
    chosen = [str(task.pk) for task in (*mine, other)]

    client_of(bruno).post(reverse("workflow:task-complete-many"), {"pk": chosen, "confirmed": "1"})

    assert Task.objects.done().count() == 3
    other.refresh_from_db()
    assert other.is_open


def test_many_change_the_person_responsible(client_of, ana, bruno):
    for __ in range(3):
        TaskFactory(owner=ana)

    client_of(bruno).post(
        reverse("workflow:task-owner-many"), {"all": "1", "query": "", "confirmed": "1", "owner": bruno.pk}
    )

    assert Task.objects.filter(owner=bruno, team=bruno.team).count() == 3


def test_the_tabs_count_my_own(client_of, ana, bruno):
    TaskFactory(owner=ana, due_at=at(days=-1))
    TaskFactory(owner=ana)
    TaskFactory(owner=bruno)

    client = client_of(ana)
    views = client.get(LIST, {"mine": "true"}).context["views"]
    counted = client.get(reverse("crm:savedview-counts"), {"on": "workflow.task:list"}).content.decode()

    assert [(view.name, view.is_current) for view in views[:3]] == [("All", False), ("Mine", True), ("Late", False)]
    assert [f'id="tab-count-s{at}" hx-swap-oob="true">{count}<' in counted for at, count in ((0, 2), (1, 1))] == [
        True,
        True,
    ]


def test_the_list_needs_the_same_queries_for_two_rows_as_for_fifty(client_of, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(LIST)
    for __ in range(25):
        TaskFactory(owner=ana, about=CompanyFactory(owner=ana))
        TaskFactory(owner=ana, about=ContactFactory(owner=ana))

    with django_assert_max_num_queries(20):
        client.get(LIST)


def test_the_page_of_a_task_shows_its_steps_people_and_what_it_waits_for(client_of, ana, bruno, caio):
    task, seen, hidden = TaskFactory(owner=ana), TaskFactory(title="Before", owner=ana), TaskFactory(owner=caio)
    after = TaskFactory(title="Afterwards", owner=ana)
    task.checklist.create(text="Call ahead")
    task.participations.create(person=bruno)
    for before in (seen, hidden):
        task.waits_for.create(predecessor=before)
    after.waits_for.create(predecessor=task)

    page = client_of(ana).get(task.get_absolute_url()).content.decode()

    assert all(text in page for text in ("Call ahead", "Bruno Reis", "Before", "Afterwards"))
    assert hidden.title not in page


def test_ticking_a_step_gives_the_checklist_anew(client_of, ana):
    task = TaskFactory(owner=ana)
    step = task.checklist.create(text="Call ahead")
    tick = reverse("workflow:checklistitem-tick", args=[step.pk])

    answer = client_of(ana).post(tick, headers={"HX-Request": "true"})
    plain = client_of(ana).post(tick)

    assert "1 of 1" in answer.content.decode()
    assert plain.url == task.get_absolute_url()


def test_completing_where_more_is_asked_leads_there(client_of, ana, monkeypatch):
    task = TaskFactory(owner=ana)
    monkeypatch.setattr(taskchange, "_demanding", [lambda one: taskchange.Demand("More.", "/more/")])

    answers = [client_of(ana).get(url("complete", task)), client_of(ana).post(url("complete", task))]

    assert [answer.url for answer in answers] == ["/more/", "/more/"]
    assert Task.objects.open().exists()


def test_postponing_offers_to_move_what_waits_only_where_something_does(client_of, ana):
    before, after = TaskFactory(owner=ana, due_at=at(days=1)), TaskFactory(owner=ana, due_at=at(days=2))
    client = client_of(ana)
    alone = client.get(url("postpone", before)).context["form"].fields
    after.waits_for.create(predecessor=before)

    assert list(alone) == ["due_at", "reason"]
    assert "shifts_successors" in client.get(url("postpone", before)).context["form"].fields


def test_verbs_of_the_page_ask_what_they_need(client_of, ana, bruno):
    task = TaskFactory(owner=ana)
    client = client_of(ana)

    client.post(url("delegate", task), {"owner": bruno.pk, "note": "You know them"})
    client.post(url("take", task))
    client.post(url("people", task), {"people": [bruno.pk]})
    client.post(url("assign", task), {"owner": bruno.pk})
    client.post(url("cancel", task), {"reason": "Sold"})

    task.refresh_from_db()
    assert (task.owner, list(task.participants), task.cancel_reason) == (bruno, [bruno], "Sold")


def test_a_participant_leaves_a_task_that_they_no_longer_see(client_of, ana, caio):
    task = TaskFactory(owner=caio)
    task.participations.create(person=ana)
    client = client_of(ana)

    seen = client.get(task.get_absolute_url()).status_code
    client.post(url("leave", task))

    assert (seen, client.get(task.get_absolute_url()).status_code) == (200, 404)


def test_choices_of_tasks_are_open_ones_within_reach(client_of, ana, caio):
    TaskFactory(title="Call Acme", owner=ana)
    TaskFactory(title="Call Zenith", owner=caio)
    TaskFactory(title="Call Done", owner=ana, done_at=timezone.now())

    found = client_of(ana).get(reverse("workflow:task-choices"), {"q": "cáll"}).json()["results"]

    assert [one["text"] for one in found] == ["Call Acme"]
