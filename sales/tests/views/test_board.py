import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from sales.models import Opportunity, Pipeline, Stage
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db
BOARD = reverse("sales:opportunity-board")


def column(response, stage):
    return next(one for one in response.context["columns"] if one.pk == stage.pk)


def many(owner, count, **fields):
    """Rows made by the database itself: thousands in a moment."""
    stage = fields.pop("stage", None) or stage_of()
    Opportunity.objects.bulk_create(
        Opportunity(
            name=f"Deal {number}", owner=owner, team=owner.team, stage=stage, pipeline=stage.pipeline,
            amount=Decimal(number) + Decimal("0.37"), probability=None if number % 3 else number % 101,
        )
        for number in range(count)
    )  # fmt: skip


def test_a_column_of_thousands_tells_the_exact_count_sum_and_weighted_sum(client_of, ana):
    many(ana, 5000)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(amount), round(sum(amount * coalesce(o.probability, s.probability)) / 100, 2)"
            " FROM sales_opportunity o JOIN sales_stage s ON s.id = o.stage_id"
        )
        count, total, weighted = cursor.fetchone()

    shown = column(client_of(ana).get(BOARD), stage_of())

    assert shown.count_text == f"{count:,}" == "5,000"
    assert shown.sum_text == f"R${total:,.0f}"
    assert shown.weighted_text == f"R${weighted:,.0f}"
    assert len(shown.cards) == 10


def test_the_cards_of_a_column_follow_page_by_page_each_once(client_of, ana):
    many(ana, 35)
    client = client_of(ana)
    shown = column(client.get(BOARD), stage_of())
    seen, more = [card.pk for card in shown.cards], shown.more_url

    while more:
        answer = client.get(BOARD + more, headers={"HX-Request": "true"}).content.decode()
        seen += map(int, re.findall(r'data-card="(\d+)"', answer))
        more = unescape("".join(re.findall('hx-get="(.*?)"', answer)))

    assert sorted(seen) == sorted(Opportunity.objects.values_list("pk", flat=True))
    assert len(seen) == 35


def test_without_script_show_more_is_a_page_of_the_whole_board(client_of, ana):
    many(ana, 12)
    client = client_of(ana)
    first = column(client.get(BOARD), stage_of())

    second = column(client.get(BOARD + first.more_url), stage_of())

    assert (len(second.cards), second.count_text) == (2, "12")


def test_sums_of_two_currencies_stand_beside_each_other(client_of, ana):
    OpportunityFactory(owner=ana, amount=100)
    OpportunityFactory(owner=ana, amount=7, currency="USD")

    assert column(client_of(ana).get(BOARD), stage_of()).sum_text == "R$100 + $7"


def test_totals_and_cards_hold_nothing_of_strangers(client_of, ana, caio):
    OpportunityFactory(owner=ana, amount=100)
    OpportunityFactory(owner=caio, amount=90_000, name="Zenith roof")

    response = client_of(ana).get(BOARD)

    shown = column(response, stage_of())
    assert (shown.count_text, shown.sum_text) == ("1", "R$100")
    assert b"Zenith" not in response.content


def test_a_board_shows_one_pipeline_at_a_time(client_of, ana):
    other = Pipeline.objects.create(name="Renewals")
    first = Stage.objects.create(pipeline=other, name="Call")
    OpportunityFactory(owner=ana)
    OpportunityFactory(owner=ana, stage=first, name="Renewal")

    response = client_of(ana).get(BOARD, {"pipeline": other.pk})

    assert [one.label for one in response.context["columns"]] == ["Call"]
    assert [card.title for card in column(response, first).cards] == ["Renewal"]


def test_a_colleagues_card_shows_no_way_to_move_it(client_of, ana, bruno):
    mine, other = OpportunityFactory(owner=ana), OpportunityFactory(owner=bruno)

    cards = {card.pk: card for card in column(client_of(ana).get(BOARD), stage_of()).cards}

    assert cards[mine.pk].move_url is not None
    assert cards[other.pk].move_url is None


def test_the_board_needs_as_many_queries_for_many_cards_as_for_few(client_of, ana, django_assert_max_num_queries):
    client = client_of(ana)
    for place in range(3):
        many(ana, 30, stage=stage_of("open", place))
    client.get(BOARD)

    with django_assert_max_num_queries(16):
        client.get(BOARD)
