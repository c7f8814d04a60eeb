from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models.affiliation import Affiliation
from crm.models.customer import Customer, CustomerQuerySet, key_column, merged_index
from crm.models.record import record_indexes, search_column
from crm.ui.routes import record_url


class ContactQuerySet(CustomerQuerySet):
    def with_main_company(self, user):
        """Fills `contact.main_company` where this person may see it: read along with each row that is shown."""
        from crm.models.company import Company

        main = Company.objects.visible_to(user).filter(
            affiliations__contact=OuterRef("pk"), affiliations__is_primary=True
        )
        return self.annotate(main_company_told=Subquery(main.values_list(JSONObject(id="pk", name="name"))[:1]))


class Contact(Customer):
    """A person; the companies they work for are affiliations."""

    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    cpf = models.CharField(_("CPF"), max_length=11, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    companies = models.ManyToManyField("crm.Company", through=Affiliation, related_name="contacts")
    search = search_column("name", "job_title", "city", "emails", "phones", "cpf", "external_id")
    keys = key_column("cpf")

    objects = ContactQuerySet.as_manager()

    class Meta(Customer.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            *record_indexes("contact"),
            merged_index("contact"),
            # Without a pending list: duplicates are looked for row by row while an import fills the index.
            GinIndex(fields=["keys"], name="contact_keys", fastupdate=False),
            models.Index(fields=["city_fold", "id"], name="contact_city"),
            # Those of a city or a state in the order of the list: its first page is read, not sorted.
            models.Index(fields=["city_fold", "name_fold", "id"], name="contact_of_city"),
            models.Index(fields=["state", "name_fold", "id"], name="contact_of_state"),
        ]

    def get_absolute_url(self):
        return record_url("crm:contact-detail", self.pk)

    @property
    def main_company(self):
        """The primary company, once with_main_company() has loaded it."""
        from crm.models.company import Company

        told = self.main_company_told
        return Company.from_db(self._state.db, list(told), list(told.values())) if told else None

    def clean(self):
        super().clean()
        self.cpf = brazil.clean_cpf(self.cpf)
