from html import escape

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.templatetags.ui import icon
from crm.ui import cells
from crm.ui.table import Column, Table


def cnpj(value, record=None):
    return format_html('<span class="num">{}</span>', brazil.format_cnpj(value)) if value else ""


def phone(value, record=None):
    """A number to call with one press; one of a mobile also leads to its WhatsApp."""
    if not value:
        return ""
    chat = whatsapp(value, record) if brazil.is_mobile(value) else ""
    return SafeString(
        f'<span class="n-reach">{cells.anchor(f"tel:{value}", brazil.format_phone(value))}{chat}</span>'
    )


def whatsapp(number, record) -> str:
    return (
        f'<a class="n-reach__chat" href="https://wa.me/{escape(number.removeprefix("+"))}" target="_blank"'
        f' rel="noopener noreferrer" aria-label="WhatsApp: {escape(str(record or number))}">'
        f"{icon('brand-whatsapp')}<span>WhatsApp</span></a>"
    )


def phone_text(value, record=None):
    return brazil.format_phone(value) if value else ""


def cnpj_text(value, record=None):
    return brazil.format_cnpj(value)


class CompanyTable(Table):
    reads = ("name",)
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("relationship", _("Relationship"), lambda company: company.get_relationship_display()),
        Column("sector", _("Sector")),
        Column("city", _("City"), sort="city_fold"),
        Column("state", _("State")),
        Column("phone", _("Phone"), cell=phone, export=phone_text, quick=F("phones__0"), reads=("phones",)),
        Column("email", _("E-mail"), cell=cells.email, is_default=False, quick=F("emails__0"), reads=("emails",)),
        Column("cnpj", _("CNPJ"), cell=cnpj, export=cnpj_text, is_default=False, quick=F("cnpj")),
        Column("owner", _("Owner")),
        Column("team", _("Team"), is_default=False),
        Column("source", _("Source"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("employees", _("Employees"), cell=cells.number, css="num", is_default=False),
        Column("annual_revenue", _("Annual revenue"), cell=cells.amount, css="num", is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at"),
    ]
