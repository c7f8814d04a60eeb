import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from crm.actions.history import acting
from sales.models import Opportunity, StageMove
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db


def moves(opportunity):
    return [(move.from_stage_id, move.to_stage_id) for move in opportunity.moves.order_by("pk")]


def test_creation_is_a_move_from_nowhere(ana):
    opportunity = OpportunityFactory(owner=ana)

    move = opportunity.moves.get()

    assert (move.from_stage, move.to_stage, move.seconds_in_previous) == (None, stage_of(), None)
    assert (move.amount, move.owner, move.moved_at) == (opportunity.amount, ana, opportunity.stage_since)


def test_a_raw_update_of_many_writes_one_move_each_and_the_state_follows(ana):
    first, second = OpportunityFactory(owner=ana), OpportunityFactory(owner=ana)
    won = stage_of("won")

    Opportunity.objects.filter(pk__in=[first.pk, second.pk]).update(stage=won)

    first.refresh_from_db()
    assert moves(first) == [(None, stage_of().pk), (stage_of().pk, won.pk)]
    assert moves(second) == [(None, stage_of().pk), (stage_of().pk, won.pk)]
    assert (first.state, first.closed_at) == ("won", first.stage_since)


def test_sql_alone_writes_the_move_too(ana):
    opportunity = OpportunityFactory(owner=ana)

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sales_opportunity SET stage_id = %s WHERE id = %s", [stage_of("lost").pk, opportunity.pk]
        )

    opportunity.refresh_from_db()
    assert len(moves(opportunity)) == 2
    assert (opportunity.state, opportunity.lost_reason.is_unknown) == ("lost", True)


def test_a_change_that_leaves_the_stage_writes_no_move(ana):
    opportunity = OpportunityFactory(owner=ana)

    Opportunity.objects.filter(pk=opportunity.pk).update(amount=5, stage=opportunity.stage)

    assert len(moves(opportunity)) == 1


def test_a_move_keeps_who_and_how_long_and_what_it_was_worth(ana):
    since = timezone.now() - datetime.timedelta(days=3)
    opportunity = OpportunityFactory(owner=ana, stage_since=since, amount=700, closes_on=datetime.date(2026, 12, 1))

    with acting(ana):
        Opportunity.objects.filter(pk=opportunity.pk).update(stage=stage_of("open", 1))

    move = opportunity.moves.first()
    assert (move.by, move.amount, move.closes_on) == (ana, 700, datetime.date(2026, 12, 1))
    assert abs(move.seconds_in_previous - 3 * 86400) < 60


def test_a_past_move_is_placed_at_its_own_moment(ana):
    opened = datetime.datetime(2024, 1, 10, 12, tzinfo=datetime.UTC)
    moved = datetime.datetime(2024, 2, 1, 12, tzinfo=datetime.UTC)
    opportunity = OpportunityFactory(owner=ana, opened_at=opened)

    with acting(ana, at=moved):
        Opportunity.objects.filter(pk=opportunity.pk).update(stage=stage_of("won"))

    opportunity.refresh_from_db()
    assert [move.moved_at for move in opportunity.moves.order_by("pk")] == [opened, moved]
    assert (opportunity.stage_since, opportunity.closed_at) == (moved, moved)


def test_one_that_comes_closed_keeps_the_moment_it_was_closed(ana):
    closed = datetime.datetime(2024, 2, 1, 12, tzinfo=datetime.UTC)

    opportunity = OpportunityFactory(owner=ana, stage=stage_of("won"), closed_at=closed)

    assert (opportunity.state, opportunity.closed_at, opportunity.stage_since) == ("won", closed, closed)


def test_reopening_by_any_path_forgets_the_close(ana):
    opportunity = OpportunityFactory(owner=ana, stage=stage_of("lost"))

    Opportunity.objects.filter(pk=opportunity.pk).update(stage=stage_of())

    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.closed_at, opportunity.lost_reason) == ("open", None, None)


def test_stage_history_cannot_be_rewritten(ana):
    move = OpportunityFactory(owner=ana).moves.get()

    for wrong in (lambda: StageMove.objects.update(amount=1), move.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            wrong()


def test_moves_of_what_one_may_not_see_stay_hidden(ana, caio):
    mine, other = OpportunityFactory(owner=ana), OpportunityFactory(owner=caio)

    seen = StageMove.objects.visible_to(ana)

    assert [move.opportunity for move in seen] == [mine]
    assert other.moves.count() == 1
