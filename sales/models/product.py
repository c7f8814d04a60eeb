from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.access import EVERYTHING, NOTHING
from crm.models.organization import CURRENCIES
from crm.models.record import Record, RecordQuerySet, folded, record_indexes, search_of
from crm.models.role import Scope
from crm.ui.routes import record_url


class ProductQuerySet(RecordQuerySet):
    def active(self):
        return self.alive().filter(is_active=True)


class Product(Record):
    """Something one sells, at a list price. A catalogue is everybody's or nobody's: it has no owner."""

    UNITS = [
        ("unit", _("Unit")),
        ("hour", _("Hour")),
        ("day", _("Day")),
        ("month", _("Month")),
        ("year", _("Year")),
        ("kg", _("Kilogram")),
        ("m", _("Metre")),
        ("m2", _("Square metre")),
        ("l", _("Litre")),
        ("box", _("Box")),
        ("service", _("Service")),
    ]
    owner_id = team_id = None

    name = models.CharField(_("name"), max_length=160)
    code = models.CharField(_("code (SKU)"), max_length=60, blank=True)
    family = models.CharField(_("family"), max_length=80, blank=True, help_text=_("Such as a line or series."))
    price = models.DecimalField(_("list price"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="BRL")
    unit = models.CharField(_("unit of measure"), max_length=10, choices=UNITS, default="unit")
    is_active = models.BooleanField(_("for sale"), default=True)
    description = models.TextField(_("description"), blank=True)
    name_fold = folded("name")
    search = search_of("name", "code", "family", "external_id")

    objects = ProductQuerySet.as_manager()

    named_by = ("name",)

    class Meta(Record.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            *record_indexes("product", is_owned=False),
            models.Index(fields=["code", "id"], name="product_by_code"),
            models.Index(fields=["price", "id"], name="product_by_price"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code="") & Q(deleted_at__isnull=True),
                name="one_product_per_code",
                violation_error_message=_("Another product has this code."),
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_is_not_negative"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("sales:product-detail", self.pk)

    @classmethod
    def access_condition(cls, access, action):
        return EVERYTHING if access.scope(action, cls) == Scope.ALL else NOTHING
