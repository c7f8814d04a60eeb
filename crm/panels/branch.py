"""Head office and branches: tied by hand, or known by one CNPJ root."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import brazil
from crm.models import Company
from crm.ui.panel import Panel

ROOT = 8


class Branches(Panel):
    key, title, icon = "branches", gettext_lazy("Head office and branches"), "sitemap"
    position = 60
    template = "crm/company/_branches.html"
    empty_text = gettext_lazy("A company's units appear here: those tied to a head office, and all of one CNPJ root.")

    def rows(self, request, company):
        group = Company.objects.below(company).values("pk").union(*(one.values("pk") for one in beside(company)))
        visible = Company.objects.visible_to(request.user).filter(pk__in=group).exclude(pk=company.pk)
        return visible.order_by("name_fold", "pk")

    def context(self, request, company, rows):
        return {"units": [(unit, part(unit, company)) for unit in rows]}

    def all_url(self, request, company):
        return reverse("crm:company-list") + f"?parent={company.parent_id or company.pk}"


def beside(company) -> list:
    """Its head office, that one's other branches, and whoever shares its CNPJ root: each by an index of its own."""
    every = Company.objects.all()
    found = []
    if company.parent_id:
        found += [every.filter(pk=company.parent_id), every.filter(parent=company.parent_id)]
    if company.cnpj:
        found.append(every.filter(cnpj__startswith=company.cnpj[:ROOT]))
    return found


def part(unit, company) -> str:
    if unit.pk == company.parent_id:
        return _("Head office")
    if unit.parent_id:
        return _("Branch")
    return _("Head office") if unit.cnpj and brazil.is_head_office(unit.cnpj) else _("Same CNPJ root")
