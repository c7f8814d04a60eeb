import pytest

from crm.actions import merge as merges
from crm.models import Company
from crm.tests.actions.test_merge import rows
from crm.tests.factories import CompanyFactory
from sales.models import Opportunity
from sales.tests.factories import OpportunityFactory
from workflow.models import Approval, Process, Recurrence, Task
from workflow.tests.factories import ApprovalFactory, ProcessFactory, RecurrenceFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_deals_and_what_is_to_be_done_move_along_and_back(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    OpportunityFactory(owner=ana, company=gone)
    for factory in (TaskFactory, ApprovalFactory, ProcessFactory, RecurrenceFactory):
        factory(owner=ana, about=gone)
    about = (Task, Approval, Process, Recurrence)
    before = [rows(model) for model in (Opportunity, *about)]

    merges.merge(kept, by=ana, absorbed=gone)
    assert Opportunity.objects.get().company == kept
    assert [model.objects.get().about for model in about] == [kept] * 4

    merges.undo(Company.objects.get(pk=gone.pk), by=ana)
    assert [rows(model) for model in (Opportunity, *about)] == before


def test_a_deal_that_moved_is_another_version_for_who_was_editing_it(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    deal = OpportunityFactory(owner=ana, company=gone)
    version = deal.version

    merges.merge(kept, by=ana, absorbed=gone)

    deal.refresh_from_db()
    assert deal.version == version + 1
