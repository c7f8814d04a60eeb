from django.utils.translation import gettext_lazy as _

from crm.imports.customer import EXTERNAL_ID, NOTES, TAGS
from crm.models.organization import CURRENCIES
from crm.transfer.fields import Amount, Choice, Text, YesNo
from crm.transfer.keys import Folded, Key
from crm.transfer.spec import Importable
from sales.models import Product

CURRENCY = Choice(
    "currency",
    _("Currency"),
    "moeda, currency code",
    choices=tuple(CURRENCIES),
    words_of=(("r$", "BRL"), ("real", "BRL"), ("reais", "BRL"), ("us$", "USD"), ("dolar", "USD"), ("euro", "EUR")),
)


class ProductImport(Importable):
    model = Product
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, produto, product, product name, descrição do produto, item, serviço, nome do produto",
            is_required=True,
        ),
        Text(
            "code", _("Code (SKU)"), "código, sku, code, product code, referência, código do produto", max_length=60
        ),
        Text("family", _("Family"), "família, linha, série, series, line, categoria, category, grupo", max_length=80),
        Amount(
            "price", _("List price"), "preço, valor, price, list price, sales price, preço de venda, preço unitário"
        ),
        CURRENCY,
        Choice(
            "unit",
            _("Unit of measure"),
            "unidade, medida, unit, uom",
            choices=tuple(Product.UNITS),
            words_of=(
                ("un", "unit"),
                ("pc", "unit"),
                ("peca", "unit"),
                ("h", "hour"),
                ("cx", "box"),
                ("mes", "month"),
            ),
        ),
        YesNo("is_active", _("For sale"), "ativo, active, à venda"),
        TAGS,
        NOTES,
        EXTERNAL_ID,
    ]
    keys = [Key("code", _("Code (SKU)")), Key("external_id", EXTERNAL_ID.label), Folded("name", _("Name"))]
    name_key = Folded("name", _("Name"))
