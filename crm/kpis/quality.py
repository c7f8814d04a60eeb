"""Whether what is kept can be worked with."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.kpis.facts import OWNED, SOURCE
from crm.measures import Ratio, Unit, register
from crm.measures.measure import Measure
from crm.models import Company, Contact


class Quality(Ratio):
    """Of the records that came in the period, those good enough by now."""

    unit = Unit.PERCENT
    placed_by = known_by = "created_at"
    dimensions = OWNED | {"source": SOURCE}
    changing = ("owner", "team", "source")
    guard = "adm.activities"
    pitfalls = _("It is told by what the records hold today: mending an old one mends its period too.")


@register
class ContactsReachable(Quality):
    key = "adm.contacts_reachable"
    label = _("New contacts with an e-mail or phone")
    subject = Contact
    changing = (*Quality.changing, "emails", "phones")
    numerator, denominator = Measure(~Q(emails=[]) | ~Q(phones=[])), Measure()
    words = {"emails": _("the list of e-mails"), "phones": _("the list of phones")}


@register
class CompaniesIdentified(Quality):
    key = "adm.companies_identified"
    label = _("New companies with a CNPJ")
    subject = Company
    changing = (*Quality.changing, "cnpj")
    numerator, denominator = Measure(~Q(cnpj="")), Measure()


@register
class CompaniesOwned(Quality):
    key = "adm.companies_owned"
    label = _("New companies with somebody responsible")
    subject = Company
    numerator, denominator = Measure(Q(owner__isnull=False)), Measure()
