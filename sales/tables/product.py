from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table


class ProductTable(Table):
    reads = ("name", "currency")
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("code", _("Code"), sort="code"),
        Column("family", _("Family")),
        Column("price", _("List price"), cell=cells.amount, sort="price", css="num"),
        Column("unit", _("Unit"), lambda product: product.get_unit_display()),
        Column("is_active", _("For sale"), cell=cells.yes_no),
        Column("currency", _("Currency"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at", is_default=False),
    ]
