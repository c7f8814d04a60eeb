"""The lines of an opportunity as a set of forms."""

from decimal import Decimal

from django import forms
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _

from crm.models.organization import CURRENCIES
from crm.ui.fields import AutocompleteWidget, MoneyField
from crm.ui.forms import scope_choices
from sales.models import OpportunityProduct, Product


class LineForm(forms.ModelForm):
    unit_price = MoneyField(label=_("Unit price"), required=False, help_text=_("Empty: the list price."))
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=3, min_value=0.001, initial=1, localize=True
    )
    discount = forms.DecimalField(
        label=_("Discount (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100, initial=0, localize=True
    )

    class Meta:
        model = OpportunityProduct
        fields = ["product", "quantity", "unit_price", "discount"]
        widgets = {"product": AutocompleteWidget(Product)}

    def __init__(self, *args, user, currency, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        if self.instance.pk:
            self.initial |= {name: plain(getattr(self.instance, name)) for name in ("quantity", "discount")}
        scope_choices(self.fields, user)

    def clean(self):
        """An empty price is the product's, where that is in the currency of the sale."""
        cleaned = super().clean()
        product = cleaned.get("product")
        if product and cleaned.get("unit_price") is None and "unit_price" not in self.errors:
            if product.price is None or product.currency != self.currency:
                self.add_error("unit_price", _("Give a price: this product has none in this currency."))
            else:
                cleaned["unit_price"] = self.instance.unit_price = product.price
        return cleaned


def plain(value: Decimal) -> Decimal:
    """Without the noughts that only fill its places: 1,000 items would be read as a thousand."""
    return Decimal(format(value.normalize(), "f"))


class Lines(BaseModelFormSet):
    legend, price_field, add_label = "", "unit_price", _("Add a product")

    def lines(self) -> list:
        """The lines as they shall be, those marked for removal left out."""
        kept = [
            form for form in self.forms if form.cleaned_data.get("product") and not form.cleaned_data.get("DELETE")
        ]
        return [form.instance for form in kept]


def lines_of(opportunity, user, data=None):
    """The formset over an opportunity's lines; empty ones more, for who has no script."""
    extra = 1 if opportunity.lines.exists() else 3
    factory = modelformset_factory(
        OpportunityProduct, LineForm, formset=Lines, extra=extra, can_delete=True, max_num=200
    )
    formset = factory(
        data,
        queryset=opportunity.lines.select_related("product"),
        prefix="lines",
        form_kwargs={"user": user, "currency": opportunity.currency},
    )
    formset.currency = dict(CURRENCIES)[opportunity.currency].split()[0]
    return formset
