"""What happens to a contact beside what happens to any record: where they work."""

from crm.actions import record as records
from crm.actions.affiliation import affiliate, tie, untie
from crm.actions.history import action
from crm.models import Contact

__all__ = ["affiliate", "create", "edit", "leave"]

# Says "leave the companies as they are", which None does not.
KEEP = object()


@action
def create(contact: Contact, *, by, company=None, role=""):
    records.create(contact, by=by)
    if company:
        tie(contact, company, role, is_primary=True, by=by)
    return contact


@action
def edit(contact: Contact, *, by, values, version=None, company=KEEP, role=""):
    """Without `company` the ties stay as they are; None ends the one to the main company."""
    contact = records.edit(contact, by=by, values=values, version=version)
    if company is KEEP:
        return contact
    main = contact.affiliations.filter(is_primary=True).first()
    if company:
        tie(contact, company, role, is_primary=True, by=by)
    elif main and main.company in type(main.company).objects.visible_to(by):
        # A company the editor cannot see was never in the form, so its absence means nothing.
        untie(main, by=by)
    return contact


@action
def leave(contact: Contact, *, by, company):
    """The contact no longer works there."""
    records.require(by, "change", contact)
    for affiliation in contact.affiliations.filter(company=company):
        untie(affiliation, by=by)
