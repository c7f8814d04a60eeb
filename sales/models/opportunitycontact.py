from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from crm.models.tracking import tracked


class OpportunityContactQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """One sees who has a say in a sale when one sees both the sale and the person."""
        from sales.models.opportunity import Opportunity

        return self.filter(
            opportunity__in=Opportunity.objects.visible_to(user, action), contact__in=Contact.objects.visible_to(user)
        )


class OpportunityContact(models.Model):
    """A person who has a say in the sale, and which."""

    ROLES = [
        ("decision_maker", _("Decision maker")),
        ("champion", _("Champion")),
        ("influencer", _("Influencer")),
        ("technical", _("Technical evaluator")),
        ("buyer", _("Buyer")),
        ("user", _("User")),
        ("blocker", _("Blocker")),
        ("other", _("Other")),
    ]

    opportunity = models.ForeignKey("sales.Opportunity", models.CASCADE, related_name="roles")
    contact = models.ForeignKey(
        "crm.Contact", models.CASCADE, related_name="opportunity_roles", verbose_name=_("contact")
    )
    role = models.CharField(_("role"), max_length=16, choices=ROLES, blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OpportunityContactQuerySet.as_manager()

    # Where two contacts become one, the role that stays takes what it lacks.
    inherits = ("role", "is_primary")

    class Meta:
        verbose_name = _("contact of an opportunity")
        verbose_name_plural = _("contacts of an opportunity")
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "contact"], name="one_role_per_contact"),
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(is_primary=True), name="one_main_contact_per_opportunity"
            ),
        ]
        triggers = tracked()

    def __str__(self):
        return f"{self.contact}"

    @property
    def version(self):
        """The people of a sale change together with it: its version is theirs."""
        return self.opportunity.version

    @classmethod
    def access_model(cls):
        from sales.models.opportunity import Opportunity

        return Opportunity
