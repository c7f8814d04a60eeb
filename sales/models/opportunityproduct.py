from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked


class OpportunityProductQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """Whoever reaches the opportunity reaches its lines."""
        from sales.models.opportunity import Opportunity

        return self.filter(opportunity__in=Opportunity.objects.visible_to(user, action))


class OpportunityProduct(models.Model):
    """One line of what is offered: a product, how many, at which price, with which discount."""

    opportunity = models.ForeignKey("sales.Opportunity", models.CASCADE, related_name="lines")
    product = models.ForeignKey("sales.Product", models.PROTECT, related_name="lines", verbose_name=_("product"))
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=12,
        decimal_places=3,
        default=1,
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    unit_price = models.DecimalField(
        _("unit price"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    discount = models.DecimalField(
        _("discount (%)"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    total = models.GeneratedField(
        expression=Round(F("quantity") * F("unit_price") * (100 - F("discount")) / 100, 2),
        output_field=models.DecimalField(_("total"), max_digits=18, decimal_places=2),
        db_persist=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OpportunityProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product line")
        verbose_name_plural = _("product lines")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_is_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="line_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="line_discount_is_a_percentage"
            ),
        ]
        triggers = tracked()

    def __str__(self):
        return f"{self.quantity} × {self.product}"

    @property
    def version(self):
        """Lines change together with their opportunity: its version is theirs."""
        return self.opportunity.version

    @classmethod
    def access_model(cls):
        from sales.models.opportunity import Opportunity

        return Opportunity
