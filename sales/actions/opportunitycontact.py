"""The people of an opportunity."""

from crm.actions.history import action
from crm.exceptions import Conflict
from crm.models import Contact
from sales.actions.opportunity import locked
from sales.actions.stage import check_filled
from sales.models import Opportunity, OpportunityContact


@action
def set_contacts(opportunity: Opportunity, *, by, roles, version=None):
    """Make these OpportunityContacts the people of the sale; at most one is the main contact.

    People the editor may not see were never shown to them, so they stay.
    """
    fresh = locked(opportunity, by)
    if version is not None and fresh.version != version:
        raise Conflict(fresh, {"contacts": roles})
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
    check_filled(fresh, fresh.stage, among={"contacts"})
    fresh.version += 1
    fresh.save()
    return fresh
