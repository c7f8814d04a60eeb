from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from crm.actions import record as records
from crm.ui import cells
from crm.ui.pages import BulkAction, CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb
from crm.views.record import Trash, TrashMany
from sales.filters.product import ProductFilter
from sales.forms.product import ProductForm
from sales.models import Product
from sales.tables.product import ProductTable

ICON = "package"


class ProductList(ListPage):
    model, filter, table, icon = Product, ProductFilter, ProductTable, ICON
    create_label = _("New product")
    empty_title = _("What you sell")
    empty_text = _("With products, the amount of an opportunity is the sum of its lines, and you learn what sells.")
    standard_views = [StandardView(_("For sale"), "is_active=true")]
    bulk = [
        BulkAction("trash", _("Move to trash"), "trash", reverse_lazy("sales:product-trash-many"), "delete", True),
    ]


class ProductDetail(DetailPage):
    model, icon = Product, ICON
    lead = [Fact("price", _("List price"), cell=cells.amount, icon="tag"), Fact("code", icon="id")]
    facts = [
        (
            _("About the product"),
            [
                Fact("code", field="code"),
                Fact("family", field="family"),
                Fact("price", cell=cells.amount, field="price"),
                Fact("unit", accessor=lambda product: product.get_unit_display(), field="unit"),
                Fact("is_active", cell=cells.yes_no, field="is_active"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("external_id", field="external_id"),
            ],
        )
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def subtitle(self, product):
        return [] if product.is_active else [_("Not for sale")]


class ProductCreate(CreatePage):
    model, form, icon = Product, ProductForm, ICON
    do = records.create
    title = _("New product")


class ProductEdit(EditPage):
    model, form, icon = Product, ProductForm, ICON
    do = records.edit


class ProductTrash(Trash):
    model = Product


class ProductTrashMany(TrashMany):
    model, filter = Product, ProductFilter
