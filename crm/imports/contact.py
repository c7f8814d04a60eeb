from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.imports.company import company_link
from crm.imports.customer import ADDRESS, EMAILS, EXTERNAL_ID, PHONES, PORTFOLIO, CustomerImport, settle_address
from crm.models import Affiliation, Company, Contact
from crm.transfer.fields import Cleaned, Day, Part, Text
from crm.transfer.keys import Folded, Key, document_key, email_key, phone_key_of


class ContactImport(CustomerImport):
    model = Contact
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, nome completo, full name, contact, contact name, contato, pessoa, person, "
            "cliente, display name, nome do contato, lead",
            is_required=True,
        ),
        Part("first_name", _("First name"), "primeiro nome, given name, prenome, firstname", column=None),
        Part("last_name", _("Last name"), "sobrenome, family name, surname, último nome, lastname", column=None),
        EMAILS,
        PHONES,
        company_link(
            "company",
            _("Company"),
            "empresa, company name, account, account name, conta, organization, organização, "
            "organisation, organization 1 - name, nome da empresa, empregador, employer",
            column=None,
            makes_by_default=True,
        ),
        Text(
            "role",
            _("Role in the company"),
            "papel, papel na empresa, função, role, organization 1 - department, área",
            column=None,
            max_length=80,
        ),
        Text(
            "job_title",
            _("Job title"),
            "cargo, título, title, position, profissão, job, organization 1 - title",
            max_length=80,
        ),
        Cleaned("cpf", _("CPF"), "cpf/cnpj, documento", clean=brazil.clean_cpf, shown=brazil.format_cpf),
        Day("birthday", _("Birthday"), "aniversário, nascimento, data de nascimento, birth date, date of birth"),
        *ADDRESS,
        *PORTFOLIO,
    ]
    keys = [
        Key("external_id", EXTERNAL_ID.label),
        email_key(EMAILS.label),
        document_key("cpf", _("CPF")),
        phone_key_of(PHONES.label),
        Folded("name", _("Name")),
    ]
    name_key = Folded("name", _("Name"))

    def derived(self, keys):
        return super().derived(keys) | ({"name"} if {"first_name", "last_name"} & set(keys) else set())

    def complete(self, values):
        settle_address(values)
        first, last = values.pop("first_name", ""), values.pop("last_name", "")
        if not values.get("name") and (first or last):
            values["name"] = f"{first} {last}".strip()

    def load(self, pks, keys, user):
        """The main company, where the person may see it, and the role there."""
        found = {pk: {"company": None, "role": ""} for pk in pks}
        ties = Affiliation.objects.filter(
            contact__in=pks, is_primary=True, company__in=Company.objects.visible_to(user)
        )
        for contact, company, role in ties.values_list("contact_id", "company_id", "role"):
            found[contact] = {"company": company, "role": role}
        return found

    def put(self, pairs, by, importer=None):
        """One tie per contact and company; a new main company leaves the former as a tie."""
        main = {
            tie.contact_id: tie
            for tie in Affiliation.objects.filter(contact__in=[pk for pk, __ in pairs], is_primary=True)
        }
        new, gone = [], []
        for pk, values in pairs:
            tie = main.get(pk)
            company = values.get("company", tie and tie.company_id)
            if tie and company == tie.company_id:
                Affiliation.objects.filter(pk=tie.pk).update(role=values.get("role", tie.role))
                continue
            if tie:
                gone.append(tie.pk)
            if company:
                new.append((pk, company, values.get("role", "")))
        self._replace(gone, new, keeps=importer is not None)

    def _replace(self, gone, new, *, keeps):
        leaving = Affiliation.objects.filter(pk__in=gone)
        if keeps:
            leaving.update(is_primary=False)
        else:
            leaving.delete()
        have = {
            (tie.contact_id, tie.company_id): tie
            for tie in Affiliation.objects.filter(contact__in=[pk for pk, __, __ in new])
        }
        fresh = []
        for pk, company, role in new:
            if tie := have.get((pk, company)):
                Affiliation.objects.filter(pk=tie.pk).update(is_primary=True, role=role or tie.role)
            else:
                fresh.append(Affiliation(contact_id=pk, company_id=company, role=role, is_primary=True))
        Affiliation.objects.bulk_create(fresh, batch_size=1000)
