"""What hangs on an opportunity's own page: its products, its people, its way through the stages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from crm.ui.panel import Panel
from sales.models import OpportunityContact, OpportunityProduct, StageMove


class Products(Panel):
    key, title, icon = "products", _("Products"), "package"
    position, limit = 10, 50
    template = "sales/opportunity/_products.html"
    empty_text = _("Nothing is listed yet. With products, the amount is the sum of their lines.")

    def rows(self, request, opportunity):
        return OpportunityProduct.objects.filter(opportunity=opportunity).select_related("product", "opportunity")

    def add_url(self, request, opportunity):
        return edit_url("products", request, opportunity)


class Contacts(Panel):
    key, title, icon = "contacts", _("Contacts"), "users"
    position, limit = 15, 20
    template = "sales/opportunity/_contacts.html"
    empty_text = _("Who decides, who uses, who pays? Add the people and their roles.")

    def may(self, user):
        return user.access.may("view", Contact)

    def rows(self, request, opportunity):
        seen = Contact.objects.visible_to(request.user)
        return OpportunityContact.objects.filter(opportunity=opportunity, contact__in=seen).select_related("contact")

    def add_url(self, request, opportunity):
        return edit_url("contacts", request, opportunity)


class Moves(Panel):
    key, title, icon = "moves", _("Stage history"), "history"
    position, limit = 30, 20
    template = "sales/opportunity/_moves.html"

    def rows(self, request, opportunity):
        moves = StageMove.objects.filter(opportunity=opportunity)
        return moves.select_related("from_stage", "to_stage", "by")

    def count(self, request, record, rows):
        return None


def edit_url(name, request, opportunity):
    if not request.user.access.covers("change", opportunity):
        return None
    return reverse(f"sales:opportunity-{name}", args=[opportunity.pk])
