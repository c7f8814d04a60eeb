import pytest
from django.urls import reverse

from crm.actions import record as records
from crm.models import Company
from crm.tests.factories import CompanyFactory, UserFactory
from workflow.actions import rule as rules
from workflow.models import Rule, RuleRun, Task
from workflow.tests.ruled import TASK, conditions, follow, rule

WHEN = {"name-name": "Welcome", "when-record_type": "crm.company", "when-trigger": "verb", "when-verb": "created"}
THEN = {"then-count": "1", "then-0-kind": "task", "then-0-title": "Call {name}", "then-0-type": "call",
        "then-0-who": "owner", "then-0-amount": "2", "then-0-unit": "days"}  # fmt: skip
IF = {"all-count": "1", "all-0-field": "annual_revenue", "all-0-operator": "gt", "all-0-value": "10.000,00"}


def create(client, **more):
    return client.post(reverse("workflow:rule-create"), {**WHEN, **THEN, **more})


def test_an_automation_is_made_in_the_form_and_is_off_at_first(client_of, dora):
    answer = create(client_of(dora), **IF)

    made = Rule.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.name, made.model, made.verb, made.owner, made.is_on) == ("Welcome", Company, "created", dora, False)
    assert made.conditions == conditions(("annual_revenue", "gt", "10000.00"))
    assert made.steps == [
        {"kind": "task", "title": "Call {name}", "type": "call", "who": "owner", "amount": 2, "unit": "days"}
    ]


def test_its_page_says_it_in_words(client_of, dora):
    create(client_of(dora), **IF)

    page = client_of(dora).get(Rule.objects.get().get_absolute_url()).content.decode()

    assert "When any company is created" in page
    assert "Annual revenue is more than R$10,000" in page
    assert "create the task “Call {name}” for the person responsible for the record, due in 2 days" in page


def test_the_form_asks_step_by_step_without_script(client_of, dora):
    client, url = client_of(dora), reverse("workflow:rule-create")

    first = client.get(url).content.decode()
    second = client.post(url, {"when-record_type": "crm.company", "when-trigger": "field", "do": "refresh"})
    third = client.post(
        url, {"when-record_type": "crm.company", "when-trigger": "verb", "all-count": "0", "do": "add-all"}
    ).content.decode()

    assert "then-0-kind" not in first
    assert "when-field" in second.content.decode()
    assert "then-0-kind" in second.content.decode(), "a first step stands ready"
    assert "all-0-field" in third
    assert not Rule.objects.exists()


def test_rows_are_dropped_and_moved_by_buttons(client_of, dora):
    sent = {**WHEN, "then-count": "2", "then-0-kind": "task", "then-0-title": "First", "then-1-kind": "task",
            "then-1-title": "Second"}  # fmt: skip
    client, url = client_of(dora), reverse("workflow:rule-create")

    dropped = client.post(url, {**sent, "do": "drop-then-0"}).context["builder"].state["then"]
    moved = client.post(url, {**sent, "do": "up-then-1"}).context["builder"].state["then"]

    assert [one["title"] for one in dropped] == ["Second"]
    assert [one["title"] for one in moved] == ["Second", "First"]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"then-0-title": "Call {secret}"}, "no mark {secret}"),
        ({"all-count": "1", "all-0-field": "password"}, "Select a valid choice"),
        (
            {"all-count": "1", "all-0-field": "city", "all-0-operator": "gt", "all-0-value": "1"},
            "Select a valid choice",
        ),
        ({"then-count": "0"}, "at least one step"),
        ({"name-name": ""}, "This field is required"),
        ({"when-verb": "exploded"}, "Select a valid choice"),
        ({"then-0-who": "person"}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client_of, dora, wrong, word):
    answer = create(client_of(dora), **wrong)

    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Rule.objects.exists()


def test_editing_makes_who_edits_the_owner_and_counts_from_now(client_of, dora, bruno):
    found = rule(bruno, Company)
    rules.Rule.objects.filter(pk=found.pk).update(failures=3)

    client_of(dora).post(
        reverse("workflow:rule-edit", args=[found.pk]), {**WHEN, **THEN, "version": Rule.objects.get().version}
    )

    found.refresh_from_db()
    assert (found.owner, found.name, found.failures, found.is_on) == (dora, "Welcome", 0, True)


def test_two_editors_meet_instead_of_overwriting_each_other(client_of, dora):
    found = rule(dora, Company)
    url, sent = reverse("workflow:rule-edit", args=[found.pk]), {**WHEN, **THEN, "version": found.version - 1}

    first = client_of(dora).post(url, sent)
    found.refresh_from_db()
    name, newer = found.name, first.context["builder"].version
    second = client_of(dora).post(url, {**sent, "version": newer})

    found.refresh_from_db()
    assert (first.status_code, name) == (409, "A rule")
    assert (second.status_code, found.name) == (302, "Welcome")


def test_who_changes_another_persons_rule_cannot_borrow_their_rights(client_of, bruno, dora):
    """An administrator of the South makes a rule; the South's manager may edit it, and from then on it is his."""
    found = rule(dora, Company)

    client_of(bruno).post(
        reverse("workflow:rule-edit", args=[found.pk]), {**WHEN, **THEN, "version": Rule.objects.get().version}
    )

    found.refresh_from_db()
    assert found.owner == bruno


def test_a_seller_has_nothing_to_do_with_automations(client_of, ana, dora):
    found = rule(dora, Company, name="Secret")

    for name, args in (("list", []), ("create", []), ("detail", [found.pk]), ("dry-run", [found.pk])):
        assert client_of(ana).get(reverse(f"workflow:rule-{name}", args=args)).status_code == 403


def test_switching_on_and_off_by_its_buttons(client_of, dora):
    found = rule(dora, Company, is_on=False)
    client = client_of(dora)

    client.post(reverse("workflow:rule-switch-on", args=[found.pk]))
    found.refresh_from_db()
    was_on = found.is_on
    client.post(reverse("workflow:rule-switch-off", args=[found.pk]))

    found.refresh_from_db()
    assert (was_on, found.is_on) == (True, False)


def test_the_list_tells_state_trigger_and_last_run(client_of, dora):
    rule(dora, Company, name="Busy")
    CompanyFactory(owner=dora)
    follow()

    page = client_of(dora).get(reverse("workflow:rule-list")).content.decode()

    assert all(text in page for text in ("Busy", "When any company is created", ">On<", ">Done<"))


def test_the_log_tells_what_set_a_run_off_and_what_it_did(client_of, dora, ana):
    rule(dora, Company, name="Greeter")
    company = records.create(Company(name="Acme"), by=ana)
    follow()

    page = client_of(dora).get(RuleRun.objects.get().get_absolute_url()).content.decode()

    assert "Ana Melo</strong>: created" in page
    assert f'<a href="{company.get_absolute_url()}">Acme</a>' in page
    assert f'<a href="{Task.objects.get().get_absolute_url()}">Welcome Acme</a>' in page


def test_a_run_that_failed_is_done_again_from_its_page(client_of, dora, south):
    rule(dora, Company, steps=[{"kind": "assign", "who": "head"}])
    CompanyFactory(owner=UserFactory(team=south))
    follow()
    run = RuleRun.objects.get()

    client_of(dora).post(reverse("workflow:rulerun-replay", args=[run.pk]))

    run.refresh_from_db()
    assert (run.state, run.attempts, run.reason) == ("waiting", 0, "")


def test_the_dry_run_finds_what_a_live_run_does_and_writes_nothing(client_of, dora):
    found = rule(dora, Company, is_on=False, conditions=conditions(("city", "is", "Bagé")), steps=[TASK])
    for city in ("Bagé", "Bagé", "Pelotas"):
        CompanyFactory(owner=dora, city=city)

    answer = client_of(dora).get(reverse("workflow:rule-dry-run", args=[found.pk]), {"days": 7})
    trial, page = answer.context["trial"], answer.content.decode()

    assert (trial.count, len(trial.rows)) == (2, 2)
    assert f"Welcome {trial.rows[0][0]}" in page
    assert not Task.objects.exists()
    assert not RuleRun.objects.exists()


def test_the_dry_run_shows_a_reader_only_what_they_may_see(client_of, dora, bruno, caio, south):
    """The administrator's rule concerns all; the manager who reads it sees the South's."""
    found = rule(dora, Company, is_on=False)
    CompanyFactory(owner=caio, name="Northern secret")

    answer = client_of(bruno).get(reverse("workflow:rule-dry-run", args=[found.pk]))

    assert answer.context["trial"].count == 1
    assert "Northern secret" not in answer.content.decode()
