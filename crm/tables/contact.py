from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models import Affiliation, Company
from crm.tables.company import phone, phone_text
from crm.ui import cells
from crm.ui.table import Column, Table


def cpf_text(value, record=None):
    return brazil.format_cpf(value)


def main_company(user):
    """The name of the main company, where this person may see it."""
    ties = Affiliation.objects.filter(
        contact=OuterRef("pk"), is_primary=True, company__in=Company.objects.visible_to(user)
    )
    return Subquery(ties.values("company__name")[:1])


class ContactTable(Table):
    reads = ("name",)
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("company", _("Company"), "main_company", cells.link, quick=main_company, reads=()),
        Column("job_title", _("Job title")),
        Column("email", _("E-mail"), cell=cells.email, quick=F("emails__0"), reads=("emails",)),
        Column("phone", _("Phone"), cell=phone, export=phone_text, quick=F("phones__0"), reads=("phones",)),
        Column("city", _("City"), sort="city_fold", is_default=False),
        Column("state", _("State"), is_default=False),
        Column("cpf", _("CPF"), cell=cpf_text, export=cpf_text, is_default=False, quick=F("cpf")),
        Column("owner", _("Owner")),
        Column("team", _("Team"), is_default=False),
        Column("source", _("Source"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("birthday", _("Birthday"), cell=cells.date, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at"),
    ]

    def load(self, queryset):
        rows = super().load(queryset)
        return rows.with_main_company(self.user) if any(column.key == "company" for column in self.shown) else rows
