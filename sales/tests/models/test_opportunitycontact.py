import pytest

from crm.actions import merge as merges
from crm.models import Contact
from crm.tests.actions.test_merge import rows
from crm.tests.factories import ContactFactory
from sales.models import OpportunityContact
from sales.tests.factories import OpportunityContactFactory, OpportunityFactory

pytestmark = pytest.mark.django_db


def test_a_person_with_two_roles_in_one_deal_keeps_one_which_takes_what_it_lacks(ana):
    kept, gone = ContactFactory(owner=ana), ContactFactory(owner=ana)
    deal = OpportunityFactory(owner=ana)
    OpportunityContactFactory(opportunity=deal, contact=kept, role="")
    OpportunityContactFactory(opportunity=deal, contact=gone, role="buyer", is_primary=True)
    before = rows(OpportunityContact)

    merges.merge(kept, by=ana, absorbed=gone)
    role = OpportunityContact.objects.get()
    assert (role.contact, role.role, role.is_primary) == (kept, "buyer", True)

    merges.undo(Contact.objects.get(pk=gone.pk), by=ana)
    assert rows(OpportunityContact) == before
