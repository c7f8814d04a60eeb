"""Whose entries also show on a company's timeline: the people who work there, and its branches with theirs."""

from crm.models import Company, Contact
from crm.ui.registry import RELATIVES_CAP


def people_of_companies(user, companies) -> list[tuple]:
    people = Contact.objects.visible_to(user).filter(affiliations__company__in=companies)
    newest = people.order_by("-affiliations__created_at", "-pk")
    return [(Contact, list(newest.values_list("pk", "affiliations__company_id")[:RELATIVES_CAP]))]


def branches_of(user, record) -> list[int]:
    """The units below a company, as many levels as there are; none for any other record."""
    if not isinstance(record, Company):
        return []
    units = Company.objects.visible_to(user).below(record)
    return list(units.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:RELATIVES_CAP])
