import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.exceptions import Conflict
from crm.models import Activity, HistoryEntry
from sales.actions import opportunity as opportunities
from sales.actions import stagemove as moves
from sales.models import LostReason, Opportunity
from sales.tests.factories import LineFactory, OpportunityFactory, stage_of
from workflow.models import Task

pytestmark = pytest.mark.django_db
NEEDS_AMOUNT = "To be in “%s” this opportunity needs: Amount."


@pytest.fixture
def price():
    return LostReason.objects.filter(is_unknown=False).first()


def verbs(opportunity):
    return list(
        HistoryEntry.objects.about(opportunity).exclude(verb="changed").order_by("pk").values_list("verb", flat=True)
    )


def test_creating_begins_in_the_first_open_stage_of_the_default_pipeline(ana):
    opportunity = opportunities.create(Opportunity(name="Roof"), by=ana)

    assert (opportunity.stage, opportunity.state, opportunity.owner, opportunity.team) == (
        stage_of(), "open", ana, ana.team
    )  # fmt: skip
    assert opportunity.moves.get().by == ana


def test_winning_twice_is_one_move_and_one_sentence(ana):
    opportunity = OpportunityFactory(owner=ana)

    opportunities.win(opportunity, by=ana, version=opportunity.version)
    opportunities.win(opportunity, by=ana, version=opportunity.version)

    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.moves.count()) == ("won", 2)
    assert verbs(opportunity) == ["created", "won"]


def test_moving_to_where_it_is_changes_nothing_even_from_an_old_page(ana):
    opportunity = OpportunityFactory(owner=ana)
    opportunities.move(opportunity, by=ana, stage=stage_of("open", 1), version=1)

    again = opportunities.move(opportunity, by=ana, stage=stage_of("open", 1), version=1)

    assert (again.version, opportunity.moves.count()) == (2, 2)
    assert verbs(opportunity) == ["created", "moved"]


def test_losing_needs_a_reason_and_keeps_it(ana, price):
    opportunity = OpportunityFactory(owner=ana)

    with pytest.raises(ValidationError, match="Say why"):
        opportunities.lose(opportunity, by=ana, reason=None)
    opportunities.lose(opportunity, by=ana, reason=price, note="10% too dear")

    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.lost_reason, opportunity.lost_note) == ("lost", price, "10% too dear")
    assert HistoryEntry.objects.about(opportunity).get(verb="lost").details["reason"] == price.name


def test_reopening_goes_back_to_the_last_open_stage(ana, price):
    opportunity = OpportunityFactory(owner=ana)
    opportunities.move(opportunity, by=ana, stage=stage_of("open", 2))
    opportunities.lose(opportunity, by=ana, reason=price)

    opportunities.reopen(opportunity, by=ana)

    opportunity.refresh_from_db()
    assert (opportunity.stage, opportunity.state, opportunity.closed_at) == (stage_of("open", 2), "open", None)
    assert (opportunity.lost_reason, opportunity.lost_note) == (None, "")
    assert opportunity.moves.count() == 4


def test_all_paths_refuse_a_stage_with_the_same_words(ana, client_of):
    opportunity = OpportunityFactory(owner=ana, amount=None)
    proposal = stage_of("open", 2)
    expected = [NEEDS_AMOUNT % proposal]

    with pytest.raises(ValidationError) as by_move:
        opportunities.move(opportunity, by=ana, stage=proposal)
    with pytest.raises(ValidationError) as by_edit:
        opportunities.edit(opportunity, by=ana, values={"stage": proposal})
    with pytest.raises(ValidationError) as by_create:
        opportunities.create(Opportunity(name="Roof", stage=proposal), by=ana)
    many = moves.move_many(Opportunity.objects.all(), by=ana, stage=proposal)

    assert by_move.value.messages == by_edit.value.messages == by_create.value.messages == expected
    assert many.refused == [(opportunity, expected[0])]
    assert opportunity.moves.count() == 1


def test_editing_cannot_empty_what_the_stage_requires(ana):
    opportunity = OpportunityFactory(owner=ana, stage=stage_of("open", 2))

    with pytest.raises(ValidationError, match="needs: Amount"):
        opportunities.edit(opportunity, by=ana, values={"amount": None})

    assert Opportunity.objects.get().amount == 1000


def test_editing_the_stage_is_a_move(ana):
    opportunity = OpportunityFactory(owner=ana, amount=None)

    opportunities.edit(opportunity, by=ana, values={"stage": stage_of("open", 2), "amount": 500}, version=1)

    assert verbs(opportunity) == ["created", "moved"]
    assert opportunity.moves.first().amount == 500


def test_the_second_of_two_who_move_one_card_is_told(ana, bruno):
    opportunity = OpportunityFactory(owner=ana)
    opportunities.move(opportunity, by=bruno, stage=stage_of("open", 1), version=1)

    with pytest.raises(Conflict):
        opportunities.move(opportunity, by=ana, stage=stage_of("open", 2), version=1)

    opportunity.refresh_from_db()
    assert (opportunity.stage, opportunity.moves.count()) == (stage_of("open", 1), 2)


def test_a_colleagues_opportunity_is_seen_but_not_moved(ana, bruno):
    opportunity = OpportunityFactory(owner=bruno)

    assert list(Opportunity.objects.visible_to(ana)) == [opportunity]
    with pytest.raises(PermissionDenied):
        opportunities.win(opportunity, by=ana)


def test_moving_many_leaves_out_what_is_not_mine_and_says_so(ana, bruno):
    mine, other = OpportunityFactory(owner=ana), OpportunityFactory(owner=bruno)

    moved = moves.move_many(Opportunity.objects.all(), by=ana, stage=stage_of("won"))

    assert moved.count == 1
    assert moved.refused == [(other, "Your role does not allow this.")]
    assert (mine.moves.count(), other.moves.count()) == (2, 1)
    assert verbs(mine) == ["created", "won"]


def test_with_lines_the_amount_stays_their_sum(ana):
    opportunity = OpportunityFactory(owner=ana, amount=200)
    LineFactory(opportunity=opportunity, quantity=2)

    opportunities.edit(opportunity, by=ana, values={"amount": 1, "name": "Roof"})
    with pytest.raises(ValidationError, match="BRL"):
        opportunities.edit(opportunity, by=ana, values={"currency": "USD"})

    opportunity.refresh_from_db()
    assert (opportunity.amount, opportunity.name, opportunity.currency) == (200, "Roof", "BRL")


def test_the_next_task_counts_only_while_it_is_open_and_its_own(ana, caio):
    idle = OpportunityFactory(owner=ana)
    busy = OpportunityFactory(owner=ana)
    excused = OpportunityFactory(owner=ana)
    OpportunityFactory(owner=ana, stage=stage_of("won"))
    task = Task.objects.create(title="Call", about=busy, owner=ana)
    Activity.objects.create(about=idle, owner=ana)
    opportunities.excuse(excused, by=ana, reason="Waits for the customer's budget")

    assert list(Opportunity.objects.without_next_task()) == [idle]

    Task.objects.filter(pk=task.pk).update(done_at=task.created_at)
    opportunities.unexcuse(excused, by=ana)
    assert list(Opportunity.objects.without_next_task().order_by("pk")) == [idle, busy, excused]


def test_stale_and_overdue_are_comparisons(ana):
    long_ago = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    old = OpportunityFactory(owner=ana, stage_since=long_ago, closes_on=datetime.date(2024, 2, 1))
    OpportunityFactory(owner=ana, closes_on=datetime.date(2999, 1, 1))
    OpportunityFactory(owner=ana, stage=stage_of("won"), stage_since=long_ago, closes_on=datetime.date(2024, 2, 1))

    assert list(Opportunity.objects.stale()) == [old]
    assert list(Opportunity.objects.overdue()) == [old]
    assert (old.is_stale, old.is_overdue) == (True, True)


def test_an_excuse_sent_twice_is_told_once(ana):
    opportunity = OpportunityFactory(owner=ana)

    for __ in range(2):
        opportunities.excuse(opportunity, by=ana, reason="Waits for the budget")

    assert HistoryEntry.objects.about(opportunity).filter(verb="excused").count() == 1
