"""The people of an opportunity."""

from crm.actions.history import action
from crm.models import Contact
from sales.actions.opportunity import unchanged
from sales.actions.stage import check_filled
from sales.models import Opportunity, OpportunityContact


@action
def set_contacts(opportunity: Opportunity, *, by, roles, version=None):
    """Make these OpportunityContacts the people of the sale; at most one is the main contact.

    People the editor may not see were never shown to them, so they stay.
    """
    fresh = unchanged(opportunity, by, version)
    shown = fresh.roles.all() if by is None else fresh.roles.filter(contact__in=Contact.objects.visible_to(by))
    shown.exclude(contact__in=[role.contact_id for role in roles]).delete()
    main = next((role.contact_id for role in roles if role.is_primary), None)
    if main:
        fresh.roles.filter(is_primary=True).exclude(contact=main).update(is_primary=False)
    for role in roles:
        OpportunityContact.objects.update_or_create(
            opportunity=fresh,
            contact_id=role.contact_id,
            defaults={"role": role.role, "is_primary": role.contact_id == main},
        )
    return _follow(fresh)


@action
def set_contact(opportunity: Opportunity, *, by, contact, role="", is_primary=False, version=None):
    """Add this person to the sale, or change their part in it; a new main contact takes the place of the former."""
    fresh = unchanged(opportunity, by, version)
    if is_primary:
        fresh.roles.filter(is_primary=True).exclude(contact=contact).update(is_primary=False)
    found, __ = OpportunityContact.objects.update_or_create(
        opportunity=fresh, contact=contact, defaults={"role": role, "is_primary": is_primary}
    )
    _follow(fresh)
    return found


@action
def remove_contact(role: OpportunityContact, *, by, version=None):
    """The person has no say in the sale any more."""
    fresh = unchanged(role.opportunity, by, version)
    role.delete()
    _follow(fresh)


def _follow(fresh) -> Opportunity:
    check_filled(fresh, fresh.stage, among={"contacts"})
    fresh.version += 1
    fresh.save()
    return fresh
