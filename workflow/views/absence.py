from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb
from crm.views.record import Trash
from workflow.actions import absence as absences
from workflow.filters.absence import AbsenceFilter
from workflow.forms.absence import AbsenceForm
from workflow.models import Absence
from workflow.tables.absence import AbsenceTable

ICON = "user-off"


class AbsenceList(ListPage):
    model, filter, table, icon = Absence, AbsenceFilter, AbsenceTable, ICON
    create_label = _("Enter an absence")
    empty_title = _("Nobody is away")
    empty_text = _(
        "Holidays and days off that are entered here close the person's calendar, and the substitute decides"
        " what waits for them."
    )
    standard_views = [
        StandardView(pgettext_lazy("absences", "Now and to come"), "state=open"),
        StandardView(pgettext_lazy("absences", "Away today"), "state=now"),
        StandardView(pgettext_lazy("absences", "Mine"), "mine=true", False),
        StandardView(pgettext_lazy("absences", "Over"), "state=over", False),
    ]


class AbsenceDetail(DetailPage):
    model, icon = Absence, ICON
    lead = [
        Fact("owner", _("Who is away"), cell=cells.link, icon="user"),
        Fact("substitute", _("Substitute"), cell=cells.link, icon="arrows-exchange"),
    ]
    facts = [
        (
            _("Absence"),
            [
                Fact("starts_on", cell=cells.date, field="starts_on"),
                Fact("ends_on", cell=cells.date, field="ends_on"),
                Fact("reason", field="reason"),
                Fact("team"),
                Fact("tags", cell=cells.tags, field="tags"),
            ],
        )
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("owner", "substitute", "team")


class AbsenceCreate(CreatePage):
    model, form, icon = Absence, AbsenceForm, ICON
    do = absences.create
    title = _("Enter an absence")


class AbsenceEdit(EditPage):
    model, form, icon = Absence, AbsenceForm, ICON
    do = absences.edit

    def records(self):
        return super().records().select_related("owner")


class AbsenceTrash(Trash):
    model = Absence
