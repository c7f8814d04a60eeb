import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from crm.actions import mail as outbox
from crm.actions import record as records
from crm.actions import user as users
from crm.actions.follow import consume
from crm.actions.history import acting
from crm.models import Company, Grant, HistoryEntry, Message, Notice, Organization
from crm.tests.factories import CompanyFactory, UserFactory
from workflow.actions import rule as rules
from workflow.actions import rulerun
from workflow.actions.rulerun import OFTEN
from workflow.models import Process, Rule, RuleRun, Task
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory, TaskFactory
from workflow.tests.ruled import TASK, conditions, follow, rule


def told(text) -> str:
    """As it is written down: in the language of the organization."""
    with translation.override(Organization.current().language):
        return gettext(text)


def states():
    return list(RuleRun.objects.order_by("pk").values_list("state", flat=True))


def test_what_happens_sets_a_rule_off_and_its_task_is_its_owners_doing(dora, ana):
    found = rule(dora, Company)
    company = records.create(Company(name="Acme"), by=ana)

    assert follow() == 1

    task, run = Task.objects.get(), RuleRun.objects.get()
    assert (task.title, task.owner, task.about, task.created_by) == ("Welcome Acme", ana, company, dora)
    assert (run.rule, run.state, run.record_id, run.depth) == (found, "done", company.pk, 0)
    assert run.done == [{"kind": "task", "text": "Welcome Acme", "label": "workflow.task", "id": task.pk}]
    assert HistoryEntry.objects.about(task).get(verb="created").cause == f"rule {found.pk} run {run.pk}"


def test_a_rule_starts_a_process_about_its_record_once(dora):
    template = ProcessTemplateFactory()
    ProcessStepFactory(template=template, title="Welcome", assignee="record")
    rule(dora, Company, steps=[{"kind": "process", "template": template.pk}])
    company = records.create(Company(name="Acme"), by=dora)

    assert (follow(), follow()) == (1, 0)

    process = Process.objects.get()
    assert (process.about, process.template, process.owner) == (company, template, dora)
    assert [one.title for one in Task.objects.all()] == ["Welcome"]
    assert RuleRun.objects.get().done == [
        {"kind": "process", "text": template.name, "label": "workflow.process", "id": process.pk}
    ]


def test_reading_the_same_history_again_does_nothing_again(dora):
    rule(dora, Company)
    CompanyFactory(owner=dora)

    assert (follow(), follow()) == (1, 0)
    assert Task.objects.count() == 1


def test_only_what_happens_after_the_rule_was_switched_on_counts(dora):
    CompanyFactory(owner=dora)
    rule(dora, Company)

    assert follow() == 0
    assert not RuleRun.objects.exists()


def test_a_rule_that_is_off_or_in_the_trash_follows_nothing(dora):
    rule(dora, Company, is_on=False)
    rules.trash(rule(dora, Company), by=dora)
    CompanyFactory(owner=dora)

    assert follow() == 0
    assert [one.is_on for one in Rule.objects.all()] == [False, False]


def test_a_change_of_one_field_from_and_to_a_value_sets_off_once_for_each_save(dora):
    rule(dora, Company, trigger="field", verb="", field="relationship", old="prospect", new="customer")
    company, other = CompanyFactory(owner=dora), CompanyFactory(owner=dora, relationship="partner")

    records.edit(company, by=dora, values={"relationship": "customer", "name": "New", "city": "Bagé"})
    records.edit(other, by=dora, values={"relationship": "customer"})

    assert follow() == 1
    assert RuleRun.objects.get().record_id == company.pk


def test_any_change_sets_off_once_for_each_save_however_many_fields(dora):
    rule(dora, Company, verb="changed")
    company = CompanyFactory(owner=dora)

    records.edit(company, by=dora, values={"name": "New", "city": "Bagé", "state": "RS"})
    entries = list(HistoryEntry.objects.about(company).filter(verb="changed").order_by("pk"))
    for entry in entries:
        rulerun.read([entry])

    assert len(entries) == 3
    assert RuleRun.objects.count() == 1


def test_what_is_written_past_the_verbs_sets_off_too(dora):
    rule(dora, Company, trigger="field", verb="", field="city", new="Bagé")
    company = CompanyFactory(owner=dora)

    Company.objects.filter(pk=company.pk).update(city="Bagé")

    assert follow() == 1


def test_an_import_sets_off_only_where_the_rule_says_so(dora):
    rule(dora, Company)
    loud = rule(dora, Company, counts_imports=True)
    with acting(dora, cause="import 7"):
        CompanyFactory(owner=dora)

    follow()

    assert [run.rule for run in RuleRun.objects.all()] == [loud]


def test_conditions_decide_by_the_record_as_it_is(dora):
    rule(dora, Company, conditions=conditions(("city", "is", "bagé"), ("employees", "gt", "10")))
    wanted = CompanyFactory(owner=dora, city="Bagé", employees=11)
    CompanyFactory(owner=dora, city="Bagé", employees=10)
    CompanyFactory(owner=dora, city="Pelotas", employees=50)

    follow()

    assert [run.record_id for run in RuleRun.objects.all()] == [wanted.pk]


def test_what_no_longer_meets_the_conditions_when_its_turn_comes_is_left_alone(dora):
    rule(dora, Company, conditions=conditions(("city", "is", "Bagé")))
    company = CompanyFactory(owner=dora, city="Bagé")
    rulerun.read(list(HistoryEntry.objects.all()))
    Company.objects.filter(pk=company.pk).update(city="Pelotas")

    rulerun.run_next()

    assert states() == ["skipped"]
    assert not Task.objects.exists()


def test_a_rule_sees_no_more_than_its_owner(bruno, caio):
    """A manager's rule for the South is deaf to the North."""
    rule(bruno, Company)
    CompanyFactory(owner=caio)

    assert follow() == 0
    assert not Task.objects.exists()


def test_a_rule_does_no_more_than_its_owner(dora, bruno, south):
    """The manager sees the task of his team's company, and may still not take a company that is not his to change."""
    Grant.objects.filter(role__key="manager", record_type__model="company", action="change").update(scope=1)
    rule(bruno, Company, steps=[TASK, {"kind": "tag_add", "tags": ["new"]}])
    company = CompanyFactory(owner=UserFactory(team=south))

    follow()

    run = RuleRun.objects.get()
    assert (run.state, run.reason) == ("failed", "Your role does not allow this.")
    assert not Task.objects.exists(), "the first step went with the second"
    company.refresh_from_db()
    assert company.tags == []


@pytest.mark.parametrize("loses", ["account", "role"])
def test_an_owner_who_left_or_lost_the_right_fails_the_run_and_in_the_end_the_rule(dora, bruno, loses):
    found = rule(bruno, Company)
    if loses == "account":
        type(bruno).objects.filter(pk=bruno.pk).update(is_active=False)
    else:
        bruno.roles.clear()
    for __ in range(7):
        CompanyFactory(owner=bruno)

    follow()

    found.refresh_from_db()
    assert (states(), found.is_on) == (["failed"] * 5, False)
    assert "owner of this automation" in found.off_reason
    assert [one.person for one in Notice.objects.all()] == [{"account": dora, "role": bruno}[loses]]


def test_what_somebody_made_never_acts_with_the_rights_of_who_takes_over_their_work(dora, bruno):
    found = rule(bruno, Company)

    users.deactivate(bruno, by=dora, heir=dora)
    CompanyFactory(owner=dora)
    follow()

    found.refresh_from_db()
    assert found.owner == bruno
    assert states() == ["failed"]


def test_a_rule_that_keeps_failing_goes_off_and_tells_its_owner(dora):
    found = rule(dora, Company, steps=[{"kind": "assign", "who": "head"}])
    for __ in range(6):
        CompanyFactory(owner=dora)

    follow()

    found.refresh_from_db()
    assert (found.is_on, found.failures) == (False, 5)
    assert states() == ["failed"] * 5 + ["skipped"]
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.channel) == ("automation_off", dora, "mail")
    assert "nobody (active)" in notice.details["reason"]
    assert HistoryEntry.objects.about(found).filter(verb="gave_up").count() == 1


def test_one_success_between_begins_the_count_anew(dora, south):
    found = rule(dora, Company, steps=[{"kind": "assign", "who": "head"}])
    for number in range(8):
        south.head = dora if number == 3 else None
        south.save()
        CompanyFactory(owner=dora)
        follow()

    found.refresh_from_db()
    assert (found.is_on, found.failures) == (True, 4)


@pytest.mark.django_db(transaction=True)
def test_a_rule_that_changes_what_set_it_off_stops_at_its_own_trace(dora):
    rule(dora, Company, verb="changed", steps=[{"kind": "set", "field": "description", "value": "seen"}])
    second = rule(dora, Company, verb="changed", steps=[{"kind": "set", "field": "city", "value": "Bagé"}])
    company = CompanyFactory(owner=dora)
    records.edit(company, by=dora, values={"name": "New"})

    for __ in range(6):
        follow()

    # Each acts once for the person's change, and then meets what the other did; nobody goes round twice.
    stopped = RuleRun.objects.filter(state="stopped")
    assert {run.reason for run in stopped} == {told("It was set off by its own change of this very record.")}
    assert RuleRun.objects.filter(state="done").count() == 4
    assert stopped.filter(rule=second, parent__rule=second).exists()


def test_rules_that_set_each_other_off_with_new_records_stop_at_a_depth(dora):
    rule(dora, Task, steps=[{"kind": "task", "title": "And another", "who": "author"}])
    TaskFactory(owner=dora)

    for __ in range(10):
        follow()

    assert states() == ["done"] * 6 + ["stopped"]
    assert "5" in RuleRun.objects.get(state="stopped").reason
    assert Task.objects.count() == 7


def test_ten_thousand_changes_that_concern_no_rule_cost_a_handful_of_queries(dora):
    rule(dora, Company, verb="changed", conditions=conditions(("city", "is", "Bagé")))
    rule(dora, Company, verb="trashed")
    Company.objects.bulk_create([Company(name=f"C{n}", owner=dora) for n in range(1000)])
    records.change_many(Company.objects.all(), by=dora, values={"state": "RS"})
    entries = list(HistoryEntry.objects.order_by("pk"))

    with CaptureQueriesContext(connection) as captured:
        rulerun.read(entries)

    assert len(entries) > 2000
    assert len(captured) <= 8, [one["sql"][:100] for one in captured]
    assert not RuleRun.objects.exists()


def test_a_worker_that_died_leaves_nothing_behind_and_the_next_one_does_it_all(dora):
    rule(dora, Company)
    CompanyFactory(owner=dora)
    rulerun.read(list(HistoryEntry.objects.all()))
    assert rulerun.claim() is not None, "the first worker takes it, and is never heard of again"

    assert rulerun.run_next() is None, "held until its lease ends"
    RuleRun.objects.update(leased_until="2020-01-01T00:00Z")
    rulerun.run_next()

    assert (states(), Task.objects.count()) == (["done"], 1)


def test_a_run_over_which_every_worker_dies_fails(dora):
    found = rule(dora, Company)
    CompanyFactory(owner=dora)
    rulerun.read(list(HistoryEntry.objects.all()))
    for __ in range(5):
        rulerun.claim()
        RuleRun.objects.update(leased_until="2020-01-01T00:00Z")

    assert rulerun.run_next() is None
    assert rulerun.give_up() == 1

    found.refresh_from_db()
    assert (states(), found.failures) == (["failed"], 1)


def test_what_failed_can_be_done_again_once_its_reason_is_gone(dora, south):
    found = rule(dora, Company, steps=[TASK, {"kind": "assign", "who": "head"}])
    company = CompanyFactory(owner=UserFactory(team=south))
    follow()
    run = RuleRun.objects.get()
    assert run.state == "failed"
    south.head = dora
    south.save()

    rulerun.replay(run, by=dora)
    rulerun.run_next()

    company.refresh_from_db()
    assert (states(), company.owner, Task.objects.count()) == (["done"], dora, 1)
    with pytest.raises(rulerun.ValidationError):
        rulerun.replay(RuleRun.objects.get(), by=dora)
    found.refresh_from_db()
    assert found.failures == 0


def test_a_mail_of_a_rule_is_sent_once_in_escaped_words(dora, ana):
    text = {"kind": "mail", "who": "owner", "subject": "Look at {name}", "text": "See {name} in {city}, {nothing}"}
    rule(dora, Company, steps=[text])
    CompanyFactory(owner=ana, name="<b>Acme</b>", city="Bagé")

    follow()
    outbox.deliver(Message.objects.get().pk)

    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == ([ana.email], "Look at <b>Acme</b>")
    assert "See <b>Acme</b> in Bagé, {nothing}" in sent.body
    assert "&lt;b&gt;Acme" in sent.alternatives[0][0]
    assert "<b>Acme" not in sent.alternatives[0][0]


def test_mail_to_the_customer_goes_to_their_first_address_alone(dora):
    rule(dora, Company, steps=[{"kind": "mail", "who": "customer", "subject": "Hello", "text": "Hello"}])
    CompanyFactory(owner=dora, emails=["first@acme.example", "second@acme.example"])
    CompanyFactory(owner=dora, emails=[])

    follow()

    assert [one.to for one in Message.objects.all()] == ["first@acme.example"]
    assert states() == ["done", "failed"]


def test_who_is_told_by_a_rule_finds_it_among_their_notices_once(dora, ana):
    rule(dora, Company, steps=[{"kind": "notify", "who": "owner", "text": "Look at {name}"}])
    CompanyFactory(owner=ana, name="Acme")

    follow()

    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.details["text"]) == (ana, "automation_told", "Look at Acme")


@pytest.mark.django_db(transaction=True)
def test_the_history_itself_is_followed(dora):
    consume("automations")
    rule(dora, Company)
    CompanyFactory(owner=dora)

    consume("automations")
    consume("automations")

    assert list(RuleRun.objects.values_list("state", flat=True)) == ["waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_loop_through_another_system_stops_as_well(dora):
    """A receiver that answers each change with a change through the API leaves no trace in the chain."""
    rule(dora, Company, verb="changed", steps=[{"kind": "set", "field": "description", "value": "seen"}])
    company = CompanyFactory(owner=dora)
    for number in range(OFTEN + 2):
        company.refresh_from_db()
        records.edit(company, by=dora, values={"name": f"Answer {number}", "description": ""})
        follow()

    by_hand = RuleRun.objects.filter(parent=None)
    assert by_hand.filter(state="done").count() == OFTEN
    stopped = by_hand.filter(state="stopped")
    assert stopped.count() == 2
    assert str(OFTEN) in stopped[0].reason
    assert stopped[0].may_be_replayed
    other = CompanyFactory(owner=dora)
    records.edit(other, by=dora, values={"name": "Another"})
    follow()
    assert RuleRun.objects.get(record_id=other.pk, parent=None).state == "done"
