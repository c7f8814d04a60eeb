"""What happens to a contact beside what happens to any record: where they work."""

from crm.actions import record as records
from crm.actions.history import action
from crm.models import Affiliation, Contact


@action
def create(contact: Contact, *, by, company=None, role=""):
    records.create(contact, by=by)
    if company:
        _tie(contact, company, role, is_primary=True)
    return contact


@action
def edit(contact: Contact, *, by, values, version=None, company=None, role=""):
    contact = records.edit(contact, by=by, values=values, version=version)
    main = contact.affiliations.filter(is_primary=True).first()
    if company:
        _tie(contact, company, role, is_primary=True)
    elif main and main.company in type(main.company).objects.visible_to(by):
        # A company the editor cannot see was never in the form, so its absence means nothing.
        main.delete()
    return contact


@action
def affiliate(contact: Contact, *, by, company, role="", is_primary=True) -> Affiliation:
    """Tie the contact to a company; a new primary company takes the place of the former, which stays a tie."""
    records.require(by, "change", contact)
    return _tie(contact, company, role, is_primary)


def _tie(contact, company, role, is_primary) -> Affiliation:
    if is_primary:
        contact.affiliations.filter(is_primary=True).exclude(company=company).update(is_primary=False)
    tie, __ = Affiliation.objects.update_or_create(
        contact=contact, company=company, defaults={"role": role, "is_primary": is_primary}
    )
    return tie


@action
def leave(contact: Contact, *, by, company):
    """The contact no longer works there."""
    records.require(by, "change", contact)
    contact.affiliations.filter(company=company).delete()
