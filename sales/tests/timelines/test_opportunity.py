import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory, ContactFactory
from sales.actions import opportunity as opportunities
from sales.models import LostReason, OpportunityContact
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db


def told(client, record):
    response = client.get(reverse("crm:timeline", args=[record._meta.label_lower, record.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_moves_wins_and_losses_are_told_once_in_words(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, name="Roof")
    reason = LostReason.objects.filter(is_unknown=False).first()
    opportunities.move(opportunity, by=ana, stage=stage_of("open", 1))
    opportunities.lose(opportunity, by=ana, reason=reason, note="10% too dear")
    opportunities.reopen(opportunity, by=ana)
    opportunities.win(opportunity, by=ana)

    text = told(client_of(ana), opportunity)

    assert f"from {stage_of()} to {stage_of('open', 1)}" in text
    assert f"as lost: {reason}" in text
    assert "10% too dear" in text
    assert "reopened" in text
    assert text.count("won") == 1
    assert "stage_id" not in text


def test_customers_timelines_tell_of_sales_one_may_see_and_of_no_others(client_of, ana, caio):
    company, contact = CompanyFactory(owner=ana), ContactFactory(owner=ana)
    mine = OpportunityFactory(owner=ana, name="Roof", company=company)
    OpportunityContact.objects.create(opportunity=mine, contact=contact)
    secret = OpportunityFactory(owner=caio, name="Secret roof", company=company)
    OpportunityContact.objects.create(opportunity=secret, contact=contact)
    opportunities.win(mine, by=ana)
    opportunities.win(secret, by=caio)

    for record in (company, contact):
        text = told(client_of(ana), record)
        assert "Roof" in text
        assert "Secret" not in text


def test_a_branchs_deal_shows_at_the_head_office_under_its_name(client_of, ana, caio):
    head = CompanyFactory(owner=ana)
    branch = CompanyFactory(name="Acme Sul", owner=ana, parent=head)
    deal = OpportunityFactory(owner=ana, name="Roof", company=branch)
    hidden = OpportunityFactory(owner=caio, name="Cellar", company=branch)
    for one, by in ((deal, ana), (hidden, caio)):
        opportunities.win(one, by=by)

    text = told(client_of(ana), head)

    assert "won <a" in text
    assert "Roof" in text
    assert "Acme Sul</a></span>" in text
    assert "Cellar" not in text
