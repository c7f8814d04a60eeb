from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb, VerbPage
from crm.views.record import OwnerMany, Trash, TrashMany, standard_bulk
from indicators.actions import correctiveaction as actions
from indicators.filters.correctiveaction import CorrectiveActionFilter
from indicators.forms.correctiveaction import CarryOutForm, CorrectiveActionForm, DismissForm
from indicators.models import CorrectiveAction, Indicator
from indicators.tables.correctiveaction import CorrectiveActionTable, due
from indicators.ui.figures import figure, period
from indicators.ui.status import action_state

ICON = "alert-triangle"


class CorrectiveActionList(ListPage):
    model, filter, table, icon = CorrectiveAction, CorrectiveActionFilter, CorrectiveActionTable, ICON
    create_label = _("New corrective action")
    empty_title = _("Nothing has to be put right")
    empty_text = _(
        "When an indicator leaves its band and it is no chance, an action opens here by itself,"
        " with the measurement, the person responsible and a deadline."
    )
    standard_views = [
        StandardView(pgettext_lazy("corrective actions", "Not closed"), "state=now"),
        StandardView(pgettext_lazy("corrective actions", "Mine"), "mine=true&state=now"),
        StandardView(pgettext_lazy("corrective actions", "Late"), "state=late"),
        StandardView(pgettext_lazy("corrective actions", "Waiting for their effect"), "state=checking"),
        StandardView(pgettext_lazy("corrective actions", "With the sponsor"), "state=escalated"),
        StandardView(pgettext_lazy("corrective actions", "They helped"), "state=effective", False),
    ]
    bulk = standard_bulk(CorrectiveAction)


def measured(snapshot, action):
    if snapshot is None:
        return ""
    when = period(snapshot.period_start, snapshot.period_end, snapshot.grain)
    rows = f"{reverse('indicators:indicator-rows', args=[action.indicator_id])}?period={snapshot.period_start}"
    return format_html(
        '{} · {} <a href="{}">{}</a>', figure(snapshot.value, action.indicator.unit), when, rows, _("See the records")
    )


class CorrectiveActionDetail(DetailPage):
    model, icon = CorrectiveAction, ICON
    lead = [
        Fact("due_on", _("Due"), cell=due, icon="calendar-due"),
        Fact("owner", _("Responsible"), icon="user"),
        Fact("seen_indicator", _("Indicator"), cell=cells.link, icon="chart-line"),
    ]
    facts = [
        (
            _("What is off"),
            [
                Fact("state", cell=action_state),
                Fact("cause", accessor=lambda action: action.get_cause_display()),
                Fact("seen_snapshot", _("Measurement"), cell=measured),
                Fact("hypothesis", cell=cells.long_text, field="hypothesis"),
                Fact("remedy", cell=cells.long_text, field="remedy"),
                Fact("check_periods", field="check_periods"),
                Fact("result", cell=cells.long_text),
                Fact("opened_at", cell=cells.moment),
                Fact("carried_out_at", cell=cells.moment),
                Fact("closed_at", cell=cells.moment),
                Fact("due_on", cell=cells.date, field="due_on"),
                Fact("team", field="team"),
                Fact("tags", cell=cells.tags, field="tags"),
            ],
        )
    ]
    verbs = [
        Verb(
            "carry-out",
            _("Mark as carried out"),
            "check",
            is_primary=True,
            fits=lambda action: action.state in ("open", "escalated"),
        ),
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("escalate", _("Hand to the sponsor"), "arrow-up", fits=lambda one: one.state in ("open", "checking")),
        Verb("dismiss", _("Dismiss"), "circle-x", fits=lambda action: action.is_open),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        found = super().records().select_related("owner", "team", "snapshot")
        return found.with_indicator(self.request.user)

    def record(self):
        """The measurement is of the whole organization."""
        record = super().record()
        is_whole = record.is_indicator_seen and self.request.user.access.may("figures", Indicator)
        record.seen_snapshot = record.snapshot if is_whole else None
        return record

    def subtitle(self, action):
        return [action_state(None, action)]


class CorrectiveActionCreate(CreatePage):
    model, form, icon = CorrectiveAction, CorrectiveActionForm, ICON
    do = actions.create
    title = _("New corrective action")


class CorrectiveActionEdit(EditPage):
    model, form, icon = CorrectiveAction, CorrectiveActionForm, ICON
    do = actions.edit


class CorrectiveActionTrash(Trash):
    model = CorrectiveAction
    do = actions.trash


class CorrectiveActionOwnerMany(OwnerMany):
    model, filter = CorrectiveAction, CorrectiveActionFilter
    do = actions.set_owner


class CorrectiveActionTrashMany(TrashMany):
    model, filter = CorrectiveAction, CorrectiveActionFilter


class CorrectiveActionCarryOut(VerbPage):
    model, form, icon = CorrectiveAction, CarryOutForm, ICON
    do = actions.carry_out
    title = _("Carried out: %(record)s")
    lead = _("From now on Norte watches whether the figure comes back, and closes the action or hands it on.")
    submit_label = _("Carried out")
    done = _("It is carried out; now the figure has to show it.")

    def bound(self, record, *args):
        initial = {"hypothesis": record.hypothesis, "remedy": record.remedy}
        return self.form(*args, user=self.request.user, initial=initial)


class CorrectiveActionEscalate(VerbPage):
    model, icon = CorrectiveAction, ICON
    do = actions.escalate
    title = _("To the sponsor: %(record)s")
    lead = _("The sponsor of the plan becomes responsible and learns of it by e-mail.")
    submit_label = _("Hand to the sponsor")
    done = _("It is with the sponsor now.")


class CorrectiveActionDismiss(VerbPage):
    model, form, icon = CorrectiveAction, DismissForm, ICON
    do = actions.dismiss
    title = _("Dismiss: %(record)s")
    submit_label = _("Dismiss")
    done = _("It is dismissed.")
