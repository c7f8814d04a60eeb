"""Whose entries also show on a company's timeline: the people who work there."""

from crm.models import Contact
from crm.ui.registry import RELATIVES_CAP


def people_of_company(user, company) -> list[tuple]:
    people = Contact.objects.visible_to(user).filter(affiliations__company=company)
    newest = people.order_by("-affiliations__created_at", "-pk")
    return [(Contact, list(newest.values_list("pk", flat=True)[:RELATIVES_CAP]))]
