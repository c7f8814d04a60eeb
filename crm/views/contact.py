from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm import brazil
from crm.actions import contact as contacts
from crm.filters.contact import ContactFilter
from crm.forms.contact import ContactForm
from crm.models import Contact
from crm.tables.company import phone
from crm.tables.contact import ContactTable
from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb
from crm.views.company import address
from crm.views.duplicate import WarnsOfDuplicates
from crm.views.merge import MERGE, LeadsOn, MergeMany, MergePage, Unmerge, merge_bulk
from crm.views.record import OwnerMany, Trash, TrashMany, standard_bulk

ICON = "user"


class ContactList(ListPage):
    model, filter, table, icon = Contact, ContactFilter, ContactTable, ICON
    create_label = _("New contact")
    empty_title = _("The people you talk to")
    empty_text = _("Add a contact, or import them from a spreadsheet or your phone's address book.")
    bulk = [*standard_bulk(Contact), merge_bulk(reverse_lazy("crm:contact-merge-many"))]
    standard_views = [StandardView(pgettext_lazy("contacts", "Mine"), "mine=true")]


class ContactDetail(LeadsOn, DetailPage):
    model, icon = Contact, ICON
    lead = [
        Fact("main_company", _("Company"), cell=cells.link, icon="building"),
        Fact("phone", _("Phone"), cell=phone, icon="phone"),
        Fact("email", _("E-mail"), cell=cells.email, icon="mail"),
        Fact("owner", _("Owner"), icon="user"),
    ]
    facts = [
        (
            _("Who they are"),
            [
                Fact("job_title", field="job_title"),
                Fact("cpf", cell=lambda value, record: brazil.format_cpf(value)),
                Fact("birthday", cell=cells.date, field="birthday"),
                Fact("address", _("Address"), address),
                Fact("source", field="source"),
                Fact("team", field="team"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("external_id", field="external_id"),
            ],
        )
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        MERGE,
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("owner", "team", "source").with_main_company(self.request.user)

    def subtitle(self, contact):
        return [contact.job_title] if contact.job_title else []


class ContactCreate(WarnsOfDuplicates, CreatePage):
    model, form, icon = Contact, ContactForm, ICON
    do = contacts.create
    title = _("New contact")


class ContactEdit(WarnsOfDuplicates, EditPage):
    model, form, icon = Contact, ContactForm, ICON
    do = contacts.edit


class ContactTrash(Trash):
    model = Contact


class ContactMerge(MergePage):
    model = Contact


class ContactMergeMany(MergeMany):
    model = Contact


class ContactUnmerge(Unmerge):
    model = Contact


class ContactTrashMany(TrashMany):
    model, filter = Contact, ContactFilter


class ContactOwnerMany(OwnerMany):
    model, filter = Contact, ContactFilter
