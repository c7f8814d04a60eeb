from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from crm.actions import record as records
from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb, VerbPage
from crm.views.record import Trash
from workflow.actions import approval as approvals
from workflow.filters.approval import ApprovalFilter
from workflow.forms.approval import ApprovalForm, DecideForm
from workflow.models import Approval
from workflow.tables.approval import ApprovalTable, due, state

ICON = "thumb-up"


def is_open(approval):
    return approval.is_open


class ApprovalList(ListPage):
    model, filter, table, icon = Approval, ApprovalFilter, ApprovalTable, ICON
    create_label = _("Ask for approval")
    empty_title = _("Nothing waits for approval")
    empty_text = _("A discount, a purchase, a text: ask the people who must agree, and the record shows who did.")
    standard_views = [
        StandardView(_("Waiting for me"), "waiting=true"),
        StandardView(_("Asked by me"), "mine=true&state=open"),
        StandardView(pgettext_lazy("approvals", "Late"), "overdue=true"),
        StandardView(pgettext_lazy("approvals", "Decided"), "state=approved&state=rejected", False),
    ]


class ApprovalDetail(DetailPage):
    model, icon, template = Approval, ICON, "workflow/approval/detail.html"
    lead = [
        Fact("visible_about", _("About"), cell=cells.link, icon="link"),
        Fact("owner", _("Asked by"), cell=cells.link, icon="user"),
        Fact("due_at", _("Due"), cell=due, icon="calendar-due"),
    ]
    facts = [
        (
            _("Approval"),
            [
                Fact("state", cell=state),
                Fact("rule", accessor=lambda approval: approval.get_rule_display()),
                Fact("details", cell=cells.long_text, field="details"),
                Fact("due_at", cell=due, field="due_at"),
                Fact("decided_at", cell=cells.moment),
                Fact("team"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("created_at", _("Asked"), cell=cells.moment),
            ],
        )
    ]
    verbs = [
        Verb("decide", pgettext_lazy("a button", "Decide"), "thumb-up", action="view", is_primary=True, fits=is_open),
        Verb("edit", _("Edit"), "pencil", key="e", fits=is_open),
        Verb("withdraw", _("Withdraw"), "arrow-back-up", fits=is_open),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        found = super().records().select_related("owner", "team")
        return found.with_visible_subject(self.request.user)

    def subtitle(self, approval):
        late = [pgettext("an approval", "Late")] if approval.is_overdue else []
        return [approval.get_state_display(), *late]

    def fits(self, verb, record):
        if verb.name == "decide":
            return record.is_open and self.may_decide(record)
        return super().fits(verb, record)

    def may_decide(self, record):
        return Approval.objects.waiting_for(self.request.user).filter(pk=record.pk).exists() and (
            record.allows_self or record.owner_id != self.request.user.pk
        )

    def context(self, record):
        votes = list(record.votes.select_related("person", "decided_by"))
        return super().context(record) | {"votes": votes}


class ApprovalCreate(CreatePage):
    model, form, icon = Approval, ApprovalForm, ICON
    do = approvals.create
    title = _("Ask for approval")
    submit_label = _("Ask")

    def initial(self):
        given = self.request.GET.get("about")
        return super().initial() | ({"about": given} if given else {})


class ApprovalEdit(EditPage):
    model, form, icon = Approval, ApprovalForm, ICON
    do = records.edit


class ApprovalDecide(VerbPage):
    model, form, icon, action = Approval, DecideForm, ICON, "view"
    do = approvals.decide
    title = "%(record)s"
    submit_label = pgettext_lazy("a button", "Decide")
    done = _("Your decision is noted.")


class ApprovalWithdraw(VerbPage):
    model, icon = Approval, ICON
    do = approvals.withdraw
    title = _("Withdraw “%(record)s”?")
    lead = _("Nobody has to decide it any more.")
    submit_label = _("Withdraw")
    done = _("It is withdrawn.")


class ApprovalTrash(Trash):
    model = Approval
