from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models.customer import Customer, CustomerQuerySet, key_column, merged_index
from crm.models.record import record_indexes, search_column
from crm.ui.routes import record_url

# Units tied by hand, those of the head office's CNPJ root that are tied to nobody, and what is below either.
BELOW = """
    WITH RECURSIVE below(id) AS (
        (SELECT id FROM crm_company WHERE parent_id = %s
         UNION ALL
         SELECT id FROM crm_company
         WHERE cnpj LIKE %s AND substr(cnpj, 9, 4) <> '0001' AND parent_id IS NULL)
        UNION SELECT unit.id FROM crm_company unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below"""


class CompanyQuerySet(CustomerQuerySet):
    def head_office_of(self, cnpj: str):
        """The company of this branch's CNPJ root whose order is 0001; None for a head office itself."""
        if len(cnpj) != 14 or brazil.is_head_office(cnpj):
            return None
        return self.filter(cnpj__startswith=brazil.head_office(cnpj)).order_by("pk").first()

    def below(self, company):
        """The units of a company, as many levels as there are."""
        root = f"{company.cnpj[:8]}%" if company.cnpj and brazil.is_head_office(company.cnpj) else None
        ids = RawSQL(BELOW, [company.pk, root])  # noqa: S611 - constant text, both values are parameters
        return self.filter(pk__in=ids).exclude(pk=company.pk)


class Company(Customer):
    """An organisation one sells to, buys from or works with."""

    RELATIONSHIPS = [
        ("prospect", _("Prospect")),
        ("customer", _("Customer")),
        ("former", _("Former customer")),
        ("partner", _("Partner")),
        ("supplier", _("Supplier")),
    ]

    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    cnpj = models.CharField(_("CNPJ"), max_length=14, blank=True)
    relationship = models.CharField(_("relationship"), max_length=12, choices=RELATIONSHIPS, default="prospect")
    sector = models.ForeignKey(
        "crm.Sector", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name=_("head office")
    )
    website = models.URLField(_("website"), blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    annual_revenue = models.DecimalField(_("annual revenue"), max_digits=16, decimal_places=2, null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    search = search_column("name", "legal_name", "city", "emails", "phones", "cnpj", "external_id")
    keys = key_column("cnpj", "website")

    objects = CompanyQuerySet.as_manager()

    class Meta(Customer.Meta):
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        indexes = [
            *record_indexes("company"),
            merged_index("company"),
            # Without a pending list: duplicates are looked for row by row while an import fills the index.
            GinIndex(fields=["keys"], name="company_keys", fastupdate=False),
            models.Index(fields=["cnpj"], name="company_cnpj", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["city_fold", "id"], name="company_city"),
            # Those of a city or a state in the order of the list: its first page is read, not sorted.
            models.Index(fields=["city_fold", "name_fold", "id"], name="company_of_city"),
            models.Index(fields=["state", "name_fold", "id"], name="company_of_state"),
        ]

    def get_absolute_url(self):
        return record_url("crm:company-detail", self.pk)

    def clean(self):
        super().clean()
        self.cnpj = brazil.clean_cnpj(self.cnpj)
        if self.parent_id and self.pk in self._ancestors():
            raise ValidationError({"parent": _("A company cannot be its own head office.")})

    def _ancestors(self):
        seen, above = {self.parent_id}, self.parent
        while above and above.parent_id and above.parent_id not in seen:
            seen.add(above.parent_id)
            above = above.parent
        return seen
