import pytest
from django.urls import reverse

from sales.models import LostReason, Opportunity
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db
BOARD = reverse("sales:opportunity-board")
SCRIPT = {"HX-Request": "true", "HX-Target": "card-1"}


def address(verb, opportunity):
    return reverse(f"sales:opportunity-{verb}", args=[opportunity.pk])


def drag(client, opportunity, stage, version=None):
    """What static/js/board.js sends."""
    sent = {"stage": stage.pk, "version": version or opportunity.version}
    return client.post(address("move", opportunity) + f"?next={BOARD}", sent, headers=SCRIPT)


def test_a_drag_moves_and_answers_with_both_heads_and_the_card(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=500)

    response = drag(client_of(ana), opportunity, stage_of("open", 1))

    text = response.content.decode()
    opportunity.refresh_from_db()
    assert (response.status_code, opportunity.stage, opportunity.moves.count()) == (200, stage_of("open", 1), 2)
    assert f'id="col-{stage_of().pk}-head"' in text
    assert f'id="col-{stage_of("open", 1).pk}-head"' in text
    assert 'data-version="2"' in text


def test_a_refused_drag_says_why_in_plain_words(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=None)

    response = drag(client_of(ana), opportunity, stage_of("open", 2))

    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert response.content.decode() == f"To be in “{stage_of('open', 2)}” this opportunity needs: Amount."


def test_the_form_and_the_list_refuse_with_the_words_of_the_drag(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=None)
    proposal = stage_of("open", 2)
    words = f"To be in “{proposal}” this opportunity needs: Amount."
    form = {
        "name": "Roof",
        "stage": proposal.pk,
        "currency": "BRL",
        "owner": ana.pk,
        "team": ana.team.pk,
        "version": 1,
    }

    edited = client_of(ana).post(address("edit", opportunity), form)
    menu = client_of(ana).post(address("move", opportunity), {"stage": proposal.pk, "version": 1})
    many = client_of(ana).post(
        reverse("sales:opportunity-stage-many"),
        {"pk": opportunity.pk, "confirmed": "1", "stage": proposal.pk},
        follow=True,
    )

    assert edited.context["form"].errors["stage"] == [words]
    assert menu.context["form"].errors["stage"] == [words]
    assert (edited.status_code, menu.status_code) == (422, 422)
    assert words in many.content.decode()
    assert opportunity.moves.count() == 1


def test_the_second_of_two_who_drag_one_card_is_told_and_overwrites_nothing(client_of, ana, bruno):
    opportunity = OpportunityFactory(owner=ana)
    drag(client_of(bruno), opportunity, stage_of("open", 1))

    response = drag(client_of(ana), opportunity, stage_of("won"), version=1)

    opportunity.refresh_from_db()
    assert response.status_code == 422
    assert response.content.decode() == "Somebody changed this record. Look again."
    assert (opportunity.stage, opportunity.moves.count()) == (stage_of("open", 1), 2)


def test_a_drag_onto_lost_asks_for_the_reason_and_comes_back_to_the_board(client_of, ana):
    opportunity = OpportunityFactory(owner=ana)
    reason = LostReason.objects.filter(is_unknown=False).first()

    asked = drag(client_of(ana), opportunity, stage_of("lost"))
    wrong = client_of(ana).post(asked["HX-Redirect"], {"note": "too dear"})
    done = client_of(ana).post(asked["HX-Redirect"], {"reason": reason.pk, "note": "too dear"})

    opportunity.refresh_from_db()
    assert (wrong.status_code, b"too dear" in wrong.content) == (422, True)
    assert done.url == BOARD
    assert (opportunity.state, opportunity.lost_reason, opportunity.lost_note) == ("lost", reason, "too dear")
    assert opportunity.moves.count() == 2


def test_winning_and_reopening_are_one_press_each(client_of, ana):
    opportunity = OpportunityFactory(owner=ana)
    client = client_of(ana)

    client.get(address("win", opportunity))
    assert Opportunity.objects.get().state == "open"
    client.post(address("win", opportunity))
    client.post(address("win", opportunity))
    assert Opportunity.objects.get().state == "won"
    client.post(address("reopen", opportunity))

    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.moves.count()) == ("open", 3)


def test_a_win_that_lacks_a_fact_says_which(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=None)

    response = client_of(ana).post(address("win", opportunity), follow=True)

    assert "needs: Amount" in response.content.decode()
    assert Opportunity.objects.get().state == "open"


@pytest.mark.parametrize(
    "verb", ["move", "win", "lose", "reopen", "excuse", "unexcuse", "products", "contacts", "edit"]
)
def test_a_strangers_opportunity_is_as_if_it_did_not_exist(verb, client_of, ana, caio):
    opportunity = OpportunityFactory(owner=caio)

    assert client_of(ana).get(address(verb, opportunity)).status_code == 404
    assert client_of(ana).post(address(verb, opportunity), {"stage": stage_of("won").pk}).status_code == 404
    assert opportunity.moves.count() == 1


def test_many_move_together_and_those_that_may_not_are_named(client_of, bruno, ana):
    ready = [OpportunityFactory(owner=ana, name=f"Roof {number}") for number in range(3)]
    bare = OpportunityFactory(owner=ana, name="Bare roof", amount=None)
    many = reverse("sales:opportunity-stage-many")

    response = client_of(bruno).post(
        many, {"all": "1", "query": "q=roof", "confirmed": "1", "stage": stage_of("open", 2).pk}, follow=True
    )

    text = response.content.decode()
    assert "3 records changed" in text
    assert "Bare roof: To be in" in text
    assert [one.moves.count() for one in (*ready, bare)] == [2, 2, 2, 1]


def test_numbers_beyond_a_thousand_are_sent_back_as_they_are(client_of, bruno):
    opportunity = OpportunityFactory(pk=1_234_567, owner=bruno, version=4321)
    client = client_of(bruno)

    rows = client.get(reverse("sales:opportunity-list")).content
    board = client.get(BOARD).content

    assert b'name="pk" value="1234567"' in rows
    assert b'id="card-1234567"' in board
    assert b'data-version="4321"' in board
    assert b'name="version" value="4321"' in client.get(opportunity.get_absolute_url()).content
