from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.imports.customer import (
    ADDRESS,
    EMAILS,
    EXTERNAL_ID,
    PHONES,
    PORTFOLIO,
    CustomerImport,
    lookup,
    settle_address,
)
from crm.models import Company, Sector
from crm.transfer.fields import Amount, Choice, Cleaned, Integer, Text, Website
from crm.transfer.keys import Folded, Key, Shared, document_key, phone_key_of
from crm.transfer.links import By, Link


def cnpj(text) -> str:
    """A spreadsheet may have eaten the leading zeros of a numeric one."""
    digits = text.strip()
    return brazil.clean_cnpj(digits.zfill(14) if digits.isdigit() and 11 < len(digits) < 14 else digits)


def visible(user):
    return Company.objects.visible_to(user)


def make_companies(names, by) -> dict:
    """Companies that rows name and nobody has: made with the person's own portfolio."""
    from crm.actions import record as records

    return {name: records.create(Company(name=name[:160]), by=by) for name in names}


COMPANY_BY = (By("name"), By("cnpj", cnpj), By("external_id", str))


def company_link(key, label, words, **options):
    """A link to a company, by name, CNPJ or external id."""
    return Link(
        key,
        label,
        words,
        among=visible,
        by=COMPANY_BY,
        make=make_companies,
        may_make=lambda user: user.access.may("create", Company),
        noun=Company._meta.verbose_name,
        **options,
    )


class CompanyImport(CustomerImport):
    model = Company
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, empresa, razão social ou nome, company, company name, account, account name, "
            "conta, nome da empresa, nome fantasia, fantasia, trade name, cliente, customer, "
            "organização, organization, fornecedor",
            is_required=True,
        ),
        Cleaned("cnpj", _("CNPJ"), "cnpj/cpf, cpf/cnpj, documento, tax id", clean=cnpj, shown=brazil.format_cnpj),
        Text("legal_name", _("Legal name"), "razão social, razao, legal name, registered name"),
        Choice(
            "relationship",
            _("Relationship"),
            "relacionamento, tipo, type, situação, status, lifecycle stage",
            choices=tuple(Company.RELATIONSHIPS),
            words_of=(
                ("cliente", "customer"),
                ("lead", "prospect"),
                ("ex-cliente", "former"),
                ("inativo", "former"),
                ("parceiro", "partner"),
                ("fornecedor", "supplier"),
                ("client", "customer"),
                ("ativo", "customer"),
            ),
        ),
        EMAILS,
        PHONES,
        Website("website", _("Website"), "site, url, web, homepage, página, domínio, domain"),
        lookup("sector", Sector, _("Sector"), "setor, segmento, ramo, industry, ramo de atividade, atividade"),
        *ADDRESS,
        company_link(
            "parent",
            _("Head office"),
            "matriz, subsidiary of, parent, parent company, parent account, grupo, controladora, holding",
            is_deferred=True,
        ),
        Integer("employees", _("Employees"), "funcionários, colaboradores, nº de funcionários, headcount, size"),
        Amount(
            "annual_revenue",
            _("Annual revenue"),
            "faturamento, receita, receita anual, faturamento anual, revenue, turnover",
        ),
        Integer(
            "founded",
            _("Founded in"),
            "fundação, ano de fundação, year established, year founded, founded, fundada em",
            minimum=1,
            maximum=9999,
        ),
        *PORTFOLIO,
    ]
    keys = [
        document_key("cnpj", _("CNPJ")),
        Key("external_id", EXTERNAL_ID.label),
        Folded("name", _("Name")),
        Shared("emails", EMAILS.label, "e"),
        phone_key_of(PHONES.label),
    ]
    name_key = Folded("name", _("Name"))

    def complete(self, values):
        settle_address(values)
