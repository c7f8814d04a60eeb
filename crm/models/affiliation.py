from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked


class AffiliationQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """One sees the tie between a person and a company when one sees both ends."""
        from crm.models.company import Company
        from crm.models.contact import Contact

        return self.filter(
            contact__in=Contact.objects.visible_to(user, action), company__in=Company.objects.visible_to(user)
        )


class Affiliation(models.Model):
    """A contact works for a company in a role; one of a contact's companies is the primary one."""

    contact = models.ForeignKey("crm.Contact", models.CASCADE, related_name="affiliations", verbose_name=_("contact"))
    company = models.ForeignKey("crm.Company", models.CASCADE, related_name="affiliations", verbose_name=_("company"))
    role = models.CharField(_("role"), max_length=80, blank=True, help_text=_("Such as buyer or finance."))
    is_primary = models.BooleanField(_("main company"), default=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = AffiliationQuerySet.as_manager()

    # Where two contacts or companies become one: a second main company is one beside the first, and of two ties
    # to one company the one that stays takes what it lacks.
    gives_way = {"one_primary_company_per_contact": {"is_primary": False}}
    inherits = ("role", "is_primary")

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(fields=["contact", "company"], name="one_affiliation_per_company"),
            models.UniqueConstraint(
                fields=["contact"], condition=Q(is_primary=True), name="one_primary_company_per_contact"
            ),
        ]
        triggers = tracked()

    def __str__(self):
        return f"{self.contact} — {self.company}"

    def get_absolute_url(self):
        """A tie has no page of its own; the company's shows it."""
        return self.company.get_absolute_url()

    @classmethod
    def access_model(cls):
        """Whoever may change a contact may say where they work."""
        from crm.models.contact import Contact

        return Contact
