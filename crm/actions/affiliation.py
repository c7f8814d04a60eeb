"""Who works where, and as what. Both ends tell it in their history."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from crm.models import Affiliation, Contact


@action
def affiliate(contact: Contact, *, by, company, role="", is_primary=True) -> Affiliation:
    """Tie the contact to a company; a new primary company takes the place of the former, which stays a tie."""
    records.require(by, "change", contact)
    return tie(contact, company, role, is_primary, by=by)


@action
def change(affiliation: Affiliation, *, by, role: str, is_primary: bool) -> Affiliation:
    """Another role, or another main company."""
    records.require(by, "change", affiliation.contact)
    return tie(affiliation.contact, affiliation.company, role, is_primary, by=by)


@action
def end(affiliation: Affiliation, *, by):
    """The contact no longer works there."""
    contact, company = affiliation.contact, affiliation.company
    records.require(by, "change", contact)
    if by is not None and not type(company).objects.visible_to(by).filter(pk=company.pk).exists():
        raise PermissionDenied(_("Your role does not allow this."))
    untie(affiliation, by=by)


def tie(contact, company, role, is_primary, *, by) -> Affiliation:
    """Without guard and transaction: for actions that have both."""
    # Two at once would both clear the old main company and then both set theirs.
    Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if is_primary:
        contact.affiliations.filter(is_primary=True).exclude(company=company).update(is_primary=False)
    found, is_new = Affiliation.objects.update_or_create(
        contact=contact, company=company, defaults={"role": role, "is_primary": is_primary}
    )
    if is_new:
        record(contact, "joined", by=by, company=company.pk, role=role)
        record(company, "joined", by=by, contact=contact.pk, role=role)
    return found


def untie(affiliation, *, by):
    contact, company = affiliation.contact, affiliation.company
    affiliation.delete()
    record(contact, "left", by=by, company=company.pk, role=affiliation.role)
    record(company, "left", by=by, contact=contact.pk, role=affiliation.role)
