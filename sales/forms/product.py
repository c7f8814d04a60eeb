from django import forms
from django.utils.translation import gettext_lazy as _

from crm.ui.forms import RecordForm
from sales.models import Product


class ProductForm(RecordForm):
    groups = [
        (None, "name", "code", "family", "price", "currency", "unit", "is_active", "description"),
        (_("More"), "tags", "external_id"),
    ]

    class Meta:
        model = Product
        fields = [
            "name", "code", "family", "price", "currency", "unit", "is_active", "description", "tags", "external_id",
        ]  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_code(self):
        """The unique code is told beside its field, before the database would refuse it."""
        code = self.cleaned_data["code"].strip()
        others = Product.objects.alive().exclude(pk=self.instance.pk)
        if code and others.filter(code=code).exists():
            raise forms.ValidationError(_("Another product has this code."))
        return code
