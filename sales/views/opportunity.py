from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Contact
from crm.ui import cells
from crm.ui.pages import BulkAction, CreatePage, DetailPage, EditPage, Fact, ListPage, Mode, StandardView, Verb
from crm.views.record import OwnerMany, Trash, TrashMany, standard_bulk
from sales.actions import opportunity as opportunities
from sales.filters.opportunity import OpportunityFilter
from sales.forms.opportunity import OpportunityForm
from sales.models import Opportunity
from sales.tables.opportunity import OpportunityTable
from sales.ui import cells as sales_cells

ICON = "target-arrow"
MODES = [
    Mode("list", _("List"), "list"),
    Mode("board", _("Board"), "layout-kanban"),
    Mode("calendar", _("Calendar"), "calendar-month"),
]
OF_STALE = "name,company,stage,amount,closes_on,stage_since,owner"
VIEWS = [
    StandardView(pgettext_lazy("opportunities", "Open"), "state=open&sort=closes_on"),
    StandardView(pgettext_lazy("opportunities", "Mine"), "mine=true&state=open&sort=closes_on"),
    StandardView(pgettext_lazy("opportunities", "Overdue"), "overdue=true&sort=closes_on"),
    StandardView(_("No next task"), "no_next_task=true&sort=closes_on"),
    StandardView(pgettext_lazy("opportunities", "Stale"), f"stale=true&sort=stage_since&columns={OF_STALE}"),
    StandardView(pgettext_lazy("opportunities", "Won"), "state=won&sort=-closed_at"),
]


class Opportunities:
    """What list, board and calendar of opportunities share."""

    model, filter, icon, modes = Opportunity, OpportunityFilter, ICON, MODES
    standard_views = VIEWS
    create_label = _("New opportunity")
    empty_title = _("Every sale begins here")
    empty_text = _("Add an opportunity with its value and when you expect to close it, and always its next task.")


class OpportunityList(Opportunities, ListPage):
    table = OpportunityTable
    template = "sales/opportunity/list.html"
    results_template = "sales/opportunity/_list_results.html"
    bulk = [
        BulkAction("stage", _("Change stage"), "arrow-right-circle", reverse_lazy("sales:opportunity-stage-many")),
        *standard_bulk(Opportunity),
    ]


class OpportunityDetail(DetailPage):
    model, icon = Opportunity, ICON
    template = "sales/opportunity/detail.html"
    lead = [
        Fact("company", _("Company"), cell=cells.link, icon="building"),
        Fact("owner", _("Owner"), icon="user"),
        Fact("closes_on", _("Expected to close"), cell=sales_cells.closing, icon="calendar-due"),
    ]
    facts = [
        (
            _("About the sale"),
            [
                Fact("amount", cell=cells.amount, field="amount"),
                Fact("chance", _("Probability"), cell=sales_cells.percent, field="probability"),
                Fact("closes_on", cell=cells.date, field="closes_on"),
                Fact("opened_at", cell=cells.moment),
                Fact("closed_at", cell=cells.moment),
                Fact("lost_reason"),
                Fact("lost_note", cell=cells.long_text),
                Fact("excuse"),
                Fact("source", field="source"),
                Fact("team", field="team"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("external_id", field="external_id"),
            ],
        )
    ]
    verbs = [
        Verb("win", _("Mark as won"), "trophy", method="post", is_primary=True, fits=lambda one: one.is_open),
        Verb("lose", _("Mark as lost"), "circle-x", is_primary=True, fits=lambda one: one.is_open),
        Verb(
            "reopen", _("Reopen"), "arrow-back-up", method="post", is_primary=True, fits=lambda one: not one.is_open
        ),
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("move", _("Move to another stage"), "arrow-right-circle"),
        Verb("products", _("Edit products"), "package"),
        Verb("contacts", _("Edit contacts"), "users"),
        Verb("excuse", _("Needs no next task"), "bell-off", fits=lambda one: one.is_open and not one.is_excused),
        Verb("unexcuse", _("Needs a next task again"), "bell", method="post", fits=lambda one: one.is_excused),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return (
            super()
            .records()
            .select_related("stage", "pipeline", "owner", "team", "source", "lost_reason")
            .with_company(self.request.user)
        )

    def subtitle(self, opportunity):
        late = _("late") if opportunity.is_overdue else ""
        bits = [sales_cells.stage(opportunity.stage, opportunity), opportunity.team]
        return [
            bit for bit in (*bits, late and format_html('<span class="n-badge n-badge--bad">{}</span>', late)) if bit
        ]

    def context(self, record):
        stages = record.pipeline.stages.order_by("position", "pk")
        may_move = self.request.user.access.covers("change", record)
        return super().context(record) | {"steps": steps(stages, record), "may_move": may_move}


def steps(stages, opportunity) -> list[dict]:
    """The path through the pipeline; losing is a verb beside it, shown only once it happened."""
    shown = [one for one in stages if one.kind != "lost" or one.pk == opportunity.stage_id]
    place = next((number for number, one in enumerate(shown) if one.pk == opportunity.stage_id), -1)
    return [
        {"stage": one, "is_current": number == place, "is_done": number < place and opportunity.state != "lost"}
        for number, one in enumerate(shown)
    ]


class OpportunityCreate(CreatePage):
    model, form, icon = Opportunity, OpportunityForm, ICON
    do = opportunities.create
    title = _("New opportunity")

    def initial(self):
        """For a contact, their company comes along."""
        initial = super().initial()
        number = initial.get("contact", "")
        if number.isdigit() and "company" not in initial:
            contact = Contact.objects.visible_to(self.request.user).with_main_company(self.request.user)
            found = contact.filter(pk=number).first()
            if found and found.main_company:
                initial["company"] = found.main_company.pk
        return initial


class OpportunityEdit(EditPage):
    model, form, icon = Opportunity, OpportunityForm, ICON
    do = opportunities.edit


class OpportunityTrash(Trash):
    model = Opportunity


class OpportunityTrashMany(TrashMany):
    model, filter = Opportunity, OpportunityFilter


class OpportunityOwnerMany(OwnerMany):
    model, filter = Opportunity, OpportunityFilter
