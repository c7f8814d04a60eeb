"""People of a company, companies of a person."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Affiliation, Company, Contact
from crm.ui.panel import Panel


class People(Panel):
    key, title, icon = "people", _("People"), "users"
    position = 20
    template = "crm/affiliation/_people.html"
    empty_text = _("Nobody is known here yet. Add the people you talk to, each with their role.")

    def may(self, user):
        return user.access.may("view", Contact)

    def rows(self, request, company):
        ties = Affiliation.objects.visible_to(request.user).filter(company=company)
        ties = ties.select_related("contact", "company")
        return ties.order_by("-is_primary", "contact__name_fold", "pk")

    def all_url(self, request, company):
        return reverse("crm:contact-list") + f"?company={company.pk}"

    def context(self, request, company, rows):
        return {"changeable": {tie.pk for tie in rows if request.user.access.covers("change", tie.contact)}}

    def add_url(self, request, company):
        may = request.user.access.may
        return reverse("crm:person-add", args=[company.pk]) if may("change", Contact) else None


class Companies(Panel):
    key, title, icon = "companies", _("Companies"), "building"
    position = 20
    template = "crm/affiliation/_companies.html"
    empty_text = _("Tie this person to the companies they work for, each with their role there.")

    def may(self, user):
        return user.access.may("view", Company)

    def rows(self, request, contact):
        ties = Affiliation.objects.visible_to(request.user).filter(contact=contact)
        ties = ties.select_related("contact", "company")
        return ties.order_by("-is_primary", "company__name_fold", "pk")

    def context(self, request, contact, rows):
        may = request.user.access.covers("change", contact)
        return {"changeable": {tie.pk for tie in rows} if may else set()}

    def add_url(self, request, contact):
        may = request.user.access.covers("change", contact)
        return reverse("crm:employer-add", args=[contact.pk]) if may else None
