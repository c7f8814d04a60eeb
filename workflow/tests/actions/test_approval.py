from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.models import Attachment, HistoryEntry
from crm.tests.factories import CompanyFactory
from workflow.actions import approval as approvals
from workflow.models import Approval
from workflow.tests.factories import AbsenceFactory, ApprovalVoteFactory


@pytest.fixture
def asked(ana, bruno):
    """asked(bruno, caio, rule="all"): Ana asks these people."""

    def ask(*people, by=ana, **fields):
        company = CompanyFactory(owner=ana)
        return approvals.create(Approval(title="Discount", about=company, **fields), by=by, people=people or [bruno])

    return ask


def away(person, substitute):
    today = timezone.localdate()
    AbsenceFactory(owner=person, substitute=substitute, starts_on=today, ends_on=today)


def state(approval):
    return Approval.objects.get(pk=approval.pk).state


def test_one_of_those_asked_decides(asked, bruno, caio):
    approval = asked(bruno, caio)

    approvals.decide(approval, by=caio, approves=True, reason="A good customer")

    assert state(approval) == "approved"
    with pytest.raises(ValidationError, match="decided already"):
        approvals.decide(approval, by=bruno, approves=False, reason="No")
    told = HistoryEntry.objects.about(approval).filter(verb__in=("agreed", "approved")).values_list("verb", "actor")
    assert sorted(told) == [("agreed", caio.pk), ("approved", caio.pk)]


def test_all_must_agree_where_the_rule_says_so_and_one_no_is_enough(asked, bruno, caio, dora):
    first, second = asked(bruno, caio, rule="all"), asked(bruno, caio, dora, rule="all")

    approvals.decide(first, by=bruno, approves=True)
    assert state(first) == "open"
    approvals.decide(first, by=caio, approves=True)
    assert state(first) == "approved"

    approvals.decide(second, by=bruno, approves=True)
    approvals.decide(second, by=caio, approves=False, reason="Too much")
    assert state(second) == "rejected"


def test_a_no_needs_its_reason(asked, bruno):
    approval = asked()

    with pytest.raises(ValidationError, match="Say why not"):
        approvals.decide(approval, by=bruno, approves=False, reason=" ")
    assert state(approval) == "open"


def test_nobody_decides_twice_and_nobody_who_was_not_asked(asked, bruno, caio, dora):
    approval = asked(bruno, caio, rule="all")
    approvals.decide(approval, by=bruno, approves=True)

    with pytest.raises(ValidationError, match="already"):
        approvals.decide(approval, by=bruno, approves=True)
    with pytest.raises(PermissionDenied):
        approvals.decide(approval, by=dora, approves=True)
    assert approval.votes.exclude(decision="").count() == 1


def test_no_path_lets_one_person_decide_twice(asked, bruno, caio):
    approval = asked()
    approval.votes.update(decision="approved", decided_by=bruno)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalVoteFactory(approval=approval, person=caio, decision="approved", decided_by=bruno)


def test_nobody_approves_their_own_request_unless_it_is_allowed(asked, ana, bruno):
    with pytest.raises(ValidationError, match="for themselves"):
        asked(ana, bruno)

    allowed = asked(ana, allows_self=True)
    approvals.decide(allowed, by=ana, approves=True)
    assert state(allowed) == "approved"


def test_a_substitute_decides_in_place_of_who_is_away_and_that_is_kept(asked, ana, bruno, caio):
    approval = asked()
    with pytest.raises(PermissionDenied):
        approvals.decide(approval, by=caio, approves=True)
    away(bruno, caio)

    assert list(Approval.objects.waiting_for(caio)) == [approval]
    approvals.decide(approval, by=caio, approves=True)

    [vote] = approval.votes.all()
    assert (vote.person, vote.decided_by, vote.is_in_place) == (bruno, caio, True)


def test_a_substitute_who_is_asked_too_gives_one_word(asked, bruno, caio):
    approval = asked(bruno, caio, rule="all")
    away(bruno, caio)

    approvals.decide(approval, by=caio, approves=True)
    with pytest.raises(ValidationError, match="already"):
        approvals.decide(approval, by=caio, approves=True)
    assert approval.votes.get(person=caio).decided_by == caio
    assert state(approval) == "open"


def test_who_asks_does_not_decide_as_a_substitute_either(asked, ana, bruno):
    approval = asked()
    away(bruno, ana)

    with pytest.raises(PermissionDenied):
        approvals.decide(approval, by=ana, approves=True)
    assert state(approval) == "open"


def test_what_waits_for_a_person_is_found(asked, ana, bruno, caio):
    approval, other = asked(bruno, caio, rule="all"), asked(caio)

    approvals.decide(approval, by=bruno, approves=True)

    assert list(Approval.objects.waiting_for(bruno)) == []
    assert set(Approval.objects.waiting_for(caio)) == {approval, other}
    assert list(Approval.objects.waiting_for(ana)) == []


def test_who_is_asked_sees_it_wherever_it_belongs(asked, ana, caio, dora):
    approval = asked(caio)

    assert Approval.objects.visible_to(caio).get() == approval
    assert Approval.objects.visible_to(ana).get() == approval
    assert not Approval.objects.visible_to(caio, "change").exists()


def test_evidence_is_attached(asked, bruno):
    approval = asked()
    file = SimpleUploadedFile("offer.txt", b"cheaper elsewhere", "text/plain")

    approvals.decide(approval, by=bruno, approves=False, reason="See the file", evidence=[file])

    assert Attachment.objects.get().about == approval


def test_it_is_withdrawn_by_who_asked_and_by_nobody_who_is_asked(asked, ana, caio):
    approval = asked(caio)

    with pytest.raises(PermissionDenied):
        approvals.withdraw(approval, by=caio)
    approvals.withdraw(approval, by=ana)
    assert state(approval) == "cancelled"


def test_somebody_must_be_asked_about_what_one_sees(ana, caio, bruno):
    with pytest.raises(ValidationError):
        approvals.create(Approval(title="X"), by=ana, people=[])
    with pytest.raises(PermissionDenied):
        approvals.create(Approval(title="X", about=CompanyFactory(owner=caio)), by=ana, people=[bruno])
    assert not Approval.objects.exists()


def test_an_absence_of_another_day_changes_nothing(asked, bruno, caio):
    approval = asked()
    AbsenceFactory(owner=bruno, substitute=caio, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))

    assert not Approval.objects.waiting_for(caio).exists()
    assert list(Approval.objects.waiting_for(bruno)) == [approval]
