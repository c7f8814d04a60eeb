from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.tables.company import phone
from crm.ui import cells
from crm.ui.table import Column, Table


class ContactTable(Table):
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("company", _("Company"), "main_company", cells.link),
        Column("job_title", _("Job title")),
        Column("email", _("E-mail"), cell=cells.email),
        Column("phone", _("Phone"), cell=phone),
        Column("city", _("City"), sort="city_fold", is_default=False),
        Column("state", _("State"), is_default=False),
        Column("cpf", _("CPF"), cell=lambda value, record: brazil.format_cpf(value), is_default=False),
        Column("owner", _("Owner")),
        Column("team", _("Team"), is_default=False),
        Column("source", _("Source"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("birthday", _("Birthday"), cell=cells.date, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at"),
    ]

    def load(self, queryset):
        return queryset.select_related("owner", "team", "source").with_main_company(self.user)
