"""Who works where: tie, change, end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.actions import affiliation as affiliations
from crm.forms.affiliation import EmployerForm, PersonForm, TieForm
from crm.models import Affiliation, Company, Contact
from crm.ui.pages import RecordPage, VerbPage
from crm.ui.pages.form import FormTexts, add_errors


class TiePage(RecordPage):
    """One end is the page's record; declare model, form, title, and `tie(record, by, **asked)`."""

    icon = "users"
    form = None
    title = ""
    template = "ui/form.html"

    def get(self, request, pk):
        record = self.record()
        return self.show(record, self.form(user=request.user, initial=self.initial(record)))

    def post(self, request, pk):
        record = self.record()
        form = self.form(request.POST, user=request.user)
        if form.is_valid():
            try:
                tie = self.tie(record, form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
        if form.errors:
            return self.show(record, form, status=422)
        messages.success(
            request, _("%(contact)s works for %(company)s.") % {"contact": tie.contact, "company": tie.company}
        )
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def tie(self, record, asked):
        raise TypeError(f"{type(self).__name__} ties nothing")

    def initial(self, record) -> dict:
        return {}

    def show(self, record, form, status=200, **context):
        page = FormTexts(
            str(self.title) % {"record": record},
            _("Save"),
            self.next_url(record.get_absolute_url()),
            icon=self.icon,
        )
        return render(self.request, self.template, {"page": page, "form": form, **context}, status=status)


class PersonAdd(TiePage):
    """Add somebody who is known already to a company, or go on to a new contact."""

    model, form = Company, PersonForm
    title = gettext_lazy("Add a person to %(record)s")
    template = "crm/affiliation/person.html"

    def tie(self, company, asked):
        return affiliations.affiliate(
            asked["contact"],
            by=self.request.user,
            company=company,
            role=asked["role"],
            is_primary=asked["is_primary"],
        )

    def show(self, record, form, status=200, **context):
        may = self.request.user.access.may("create", Contact)
        new_url = reverse("crm:contact-create") + f"?company={record.pk}&next={record.get_absolute_url()}"
        return super().show(record, form, status, new_url=new_url if may else None)


class EmployerAdd(TiePage):
    model, form, action = Contact, EmployerForm, "change"
    icon = "building"
    title = gettext_lazy("Add a company to %(record)s")

    def initial(self, contact):
        return {"is_primary": not contact.affiliations.filter(is_primary=True).exists()}

    def tie(self, contact, asked):
        return affiliations.affiliate(
            contact,
            by=self.request.user,
            company=asked["company"],
            role=asked["role"],
            is_primary=asked["is_primary"],
        )


class AffiliationPage:
    """What pages of one tie share: they go back to the record they were opened on."""

    model, action = Affiliation, "change"

    def records(self):
        return super().records().select_related("contact", "company")


class AffiliationEdit(AffiliationPage, TiePage):
    form = TieForm
    title = gettext_lazy("Edit %(record)s")

    def initial(self, affiliation):
        return {"role": affiliation.role, "is_primary": affiliation.is_primary}

    def tie(self, affiliation, asked):
        return affiliations.change(affiliation, by=self.request.user, **asked)


class AffiliationEnd(AffiliationPage, VerbPage):
    do = affiliations.end
    is_destructive = True
    title = gettext_lazy("End %(record)s?")
    lead = gettext_lazy("Contact and company stay; only the tie between them ends. The history keeps it.")
    submit_label = gettext_lazy("End it")
    done = gettext_lazy("%(record)s ended.")
