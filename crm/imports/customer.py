"""Fields that files of companies and of contacts share."""

from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models import Company, Contact, Source, Team, User
from crm.models.keys import exact_keys
from crm.transfer.countries import code_of
from crm.transfer.fields import Cleaned, Emails, LongText, Phones, Text, Words
from crm.transfer.links import By, Link
from crm.transfer.spec import Importable


def make_named(model):
    """A maker of rows that are a name and nothing else."""

    def make(names, by) -> dict:
        have = {row.name: row for row in model.objects.filter(name__in=names)}
        return {name: have.get(name) or model.objects.create(name=name) for name in names}

    return make


def may_keep_lists(user) -> bool:
    """Short lists belong to administrators; whoever imports for a whole department may add to them."""
    return user.access.may("import", Company) or user.access.may("import", Contact)


def lookup(key, model, label, words, **options):
    """A link to a short list such as sectors or sources, whose missing names may be added."""
    return Link(
        key,
        label,
        words,
        among=lambda user: model.objects.all(),
        make=make_named(model),
        may_make=may_keep_lists,
        makes_by_default=True,
        noun=model._meta.verbose_name,
        **options,
    )


def lowered(text):
    return text.strip().lower() if "@" in text else None


OWNER = Link(
    "owner",
    _("Owner"),
    "dono, responsável, vendedor, proprietário, carteira, account owner, assigned to, "
    "assignee, sales rep, sales agent, agent, seller, consultor, atendente",
    among=lambda user: User.objects.visible_to(user),
    by=(By("email", lowered), By("name")),
    noun=User._meta.verbose_name,
)
TEAM = Link(
    "team",
    _("Team"),
    "equipe, time, departamento, department, filial de venda",
    among=lambda user: Team.objects.all(),
    noun=Team._meta.verbose_name,
)
SOURCE = lookup("source", Source, _("Source"), "origem, fonte, canal, lead source, como conheceu")


ADDRESS = [
    Cleaned(
        "postal_code",
        _("CEP"),
        "cep, zip, zip code, postal code, postcode, código postal",
        clean=lambda text: text.strip()[:12],
        shown=brazil.format_postal_code,
    ),
    Text("street", _("Street"), "rua, logradouro, endereço, address, address line 1, avenida"),
    Text("number", _("Number"), "número, num, nº, street number, house number", max_length=20),
    Text("complement", _("Complement"), "complemento, address line 2, apto, sala", max_length=80),
    Text("district", _("District"), "bairro, neighborhood, neighbourhood", max_length=80),
    Text("city", _("City"), "cidade, município, town, localidade", max_length=80),
    Text("state", _("State"), "estado, uf, province, região, region", max_length=40),
    Cleaned(
        "country",
        _("Country"),
        "país, pais, country code, nation, office location, nacionalidade",
        clean=code_of,
    ),
]
EMAILS = Emails(
    "emails",
    _("E-mails"),
    "email, e-mail, e mail, mail, email address, endereço de e-mail, correio eletrônico, "
    "email 1, email 2, e-mail 2, e-mail 1 - value, e-mail 2 - value, segundo e-mail, "
    "e-mail principal",
)
PHONES = Phones(
    "phones",
    _("Phones"),
    "telefone, telefones, fone, celular, phone, phone number, mobile, mobile phone, "
    "whatsapp, tel, telefone 1, telefone 2, contato telefônico, phone 1 - value, phone 2 - "
    "value, fixo, ddd, telefone comercial, business phone, home phone, celular 2, telefone "
    "fixo",
)
TAGS = Words("tags", _("Tags"), "tag, etiqueta, etiquetas, marcadores, labels, categories, group membership")
NOTES = LongText(
    "description",
    _("Description"),
    "descrição, observação, observações, obs, notas, notes, note, comments, comentários",
)
EXTERNAL_ID = Text(
    "external_id",
    _("External id"),
    "id externo, código, codigo, code, id, erp, código erp, customer id, matrícula, account id",
    max_length=80,
)
PORTFOLIO = [OWNER, TEAM, SOURCE, TAGS, NOTES, EXTERNAL_ID]


class CustomerImport(Importable):
    """What files of companies and of contacts are asked alike."""

    def exact_keys(self, values):
        return exact_keys(
            emails=values.get("emails") or (),
            phones=values.get("phones") or (),
            document=values.get("cnpj") or values.get("cpf") or "",
            website=values.get("website") or "",
        )


def settle_address(values):
    """A CEP is checked where the country is known to be Brazil or is not said."""
    code = values.get("postal_code")
    if code:
        values["postal_code"] = brazil.clean_postal_code(code, values.get("country") or "BR")
    state = values.get("state")
    if state and values.get("country", "BR") in ("", "BR", None):
        values["state"] = STATES.get(state.upper(), state)


STATES = {name.upper(): code for code, name in brazil.STATES} | {code: code for code, __ in brazil.STATES}
