from django.db.models import Prefetch
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm import brazil
from crm.actions import record as records
from crm.filters.company import CompanyFilter
from crm.forms.company import CompanyForm
from crm.models import Company
from crm.tables.company import CompanyTable, cnpj, phone
from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb
from crm.views.duplicate import WarnsOfDuplicates
from crm.views.merge import MERGE, LeadsOn, MergeMany, MergePage, Unmerge, merge_bulk
from crm.views.record import OwnerMany, Trash, TrashMany, standard_bulk

ICON = "building"


def address(company) -> str:
    street = ", ".join(part for part in (company.street, company.number, company.complement) if part)
    city = " – ".join(part for part in (company.city, company.state) if part)
    code = brazil.format_postal_code(company.postal_code)
    return ", ".join(part for part in (street, company.district, city, code) if part)


class CompanyList(ListPage):
    model, filter, table, icon = Company, CompanyFilter, CompanyTable, ICON
    create_label = _("New company")
    empty_title = _("Your customers live here")
    empty_text = _("Add the first company, or bring the whole base from a spreadsheet.")
    bulk = [*standard_bulk(Company), merge_bulk(reverse_lazy("crm:company-merge-many"))]
    standard_views = [StandardView(pgettext_lazy("companies", "Mine"), "mine=true")]


class CompanyDetail(LeadsOn, DetailPage):
    model, icon = Company, ICON
    lead = [
        Fact("cnpj", cell=cnpj),
        Fact("phone", _("Phone"), cell=phone, icon="phone"),
        Fact("email", _("E-mail"), cell=cells.email, icon="mail"),
        Fact("website", cell=cells.website, icon="world"),
        Fact("owner", _("Owner"), icon="user"),
    ]
    facts = [
        (
            _("Who they are"),
            [
                Fact("legal_name", field="legal_name"),
                Fact("sector", field="sector"),
                Fact("parent", cell=cells.link, field="parent"),
                Fact("address", _("Address"), address),
                Fact("employees", cell=cells.number, field="employees"),
                Fact("annual_revenue", cell=cells.amount, field="annual_revenue"),
                Fact("founded", cell=cells.year, field="founded"),
                Fact("source", field="source"),
                Fact("team", field="team"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("external_id", field="external_id"),
            ],
        )
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        MERGE,
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        # A head office out of the reader's sight is not named.
        parent = Prefetch("parent", Company.objects.visible_to(self.request.user))
        return super().records().select_related("owner", "team", "sector", "source").prefetch_related(parent)

    def subtitle(self, company):
        return [company.get_relationship_display(), *([company.team] if company.team else [])]


class CompanyCreate(WarnsOfDuplicates, CreatePage):
    model, form, icon = Company, CompanyForm, ICON
    do = records.create
    title = _("New company")


class CompanyEdit(WarnsOfDuplicates, EditPage):
    model, form, icon = Company, CompanyForm, ICON
    do = records.edit


class CompanyTrash(Trash):
    model = Company


class CompanyMerge(MergePage):
    model = Company


class CompanyMergeMany(MergeMany):
    model = Company


class CompanyUnmerge(Unmerge):
    model = Company


class CompanyTrashMany(TrashMany):
    model, filter = Company, CompanyFilter


class CompanyOwnerMany(OwnerMany):
    model, filter = Company, CompanyFilter
