"""Whose entries also show on a company's timeline: the people who work there, and its branches with theirs."""

from django.db.models.expressions import RawSQL

from crm import brazil
from crm.models import Company, Contact
from crm.ui.registry import RELATIVES_CAP

# Units tied by hand, those of the head office's CNPJ root that are tied to nobody, and what is below either.
BELOW = """
    WITH RECURSIVE below(id) AS (
        (SELECT id FROM crm_company WHERE parent_id = %s
         UNION ALL
         SELECT id FROM crm_company
         WHERE cnpj LIKE %s AND substr(cnpj, 9, 4) <> '0001' AND parent_id IS NULL)
        UNION SELECT unit.id FROM crm_company unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below"""


def people_of_companies(user, companies) -> list[tuple]:
    people = Contact.objects.visible_to(user).filter(affiliations__company__in=companies)
    newest = people.order_by("-affiliations__created_at", "-pk")
    return [(Contact, list(newest.values_list("pk", "affiliations__company_id")[:RELATIVES_CAP]))]


def branches_of(user, record) -> list[int]:
    """The units below a company, as many levels as there are; none for any other record."""
    if not isinstance(record, Company):
        return []
    root = f"{record.cnpj[:8]}%" if record.cnpj and brazil.is_head_office(record.cnpj) else None
    below = RawSQL(BELOW, [record.pk, root])  # noqa: S611 - constant text, both values are parameters
    units = Company.objects.visible_to(user).filter(pk__in=below).exclude(pk=record.pk)
    return list(units.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:RELATIVES_CAP])
