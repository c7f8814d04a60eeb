from decimal import Decimal

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from crm.actions import record as records
from crm.models import Organization
from crm.ui import cells
from crm.ui import money as written
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, Verb, VerbPage
from crm.views.record import Trash
from indicators.actions import goal as goals
from indicators.forms.goal import GoalForm
from indicators.models import Goal, Plan, Strategy, Tactic
from indicators.monitoring.benefits import METHODS
from indicators.views.crumbs import all_plans, crumb

ICON = "target-arrow"
IN_USE = Count("links", filter=Q(links__indicator__deleted_at__isnull=True))


def method(goal):
    return METHODS.get(goal.benefit_method)


def said(name):
    """A line of the method in words; nothing without a method."""
    return lambda goal: getattr(method(goal), name, "")


def inputs(goal) -> str:
    chosen = method(goal)
    if chosen is None:
        return ""
    given = {one: goal.benefit_inputs.get(one.key) for one in chosen.inputs}
    told = ((one, value) for one, value in given.items() if value not in (None, ""))
    return "\n".join(f"{one.label}: {amount(one, value)}" for one, value in told)


def amount(one, value) -> str:
    number = Decimal(str(value))
    return (
        f"{written.number(number)}%"
        if one.unit == "percent"
        else written.money(number, Organization.current().currency)
    )


class GoalDetail(DetailPage):
    model, icon = Goal, ICON
    template = "indicators/goal/detail.html"
    lead = [
        Fact("goal_owner", _("Goal owner"), icon="user"),
        Fact("kind", accessor=lambda goal: goal.get_kind_display(), icon="flag"),
        Fact("ends_on", _("Ends"), cell=cells.date, icon="calendar-due"),
    ]
    facts = [
        (
            _("What it is worth"),
            [
                Fact("benefit_method", accessor=said("label")),
                Fact("rule", _("Rule"), said("rule")),
                Fact("warning", _("Watch"), said("warning")),
                Fact("benefit_inputs", accessor=inputs, cell=cells.long_text),
                Fact("benefit_indicator", _("Counted by"), cell=cells.link),
                Fact("benefit_group", field="benefit_group"),
                Fact("claims_benefit", cell=cells.yes_no),
            ],
        ),
        (
            _("About the goal"),
            [
                Fact("pillar", accessor=lambda goal: goal.get_pillar_display(), field="pillar"),
                Fact("kind", accessor=lambda goal: goal.get_kind_display(), field="kind"),
                Fact("goal_owner", field="goal_owner"),
                Fact("starts_on", cell=cells.date, field="starts_on"),
                Fact("ends_on", cell=cells.date, field="ends_on"),
                Fact("tags", cell=cells.tags, field="tags"),
            ],
        ),
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("claim", _("Claim the benefit"), "coin", fits=lambda one: one.benefit_group and not one.claims_benefit),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("plan", "goal_owner", "benefit_indicator")

    def breadcrumbs(self, goal):
        return [all_plans(), crumb(goal.plan)]

    def context(self, record):
        user = self.request.user
        tactics = Tactic.objects.visible_to(user).in_order()
        strategies = Strategy.objects.visible_to(user).in_order().filter(goal=record)
        strategies = strategies.select_related("phase", "responsible").annotate(indicator_count=IN_USE)
        return super().context(record) | {
            "strategies": strategies.prefetch_related(Prefetch("tactics", tactics, to_attr="steps")),
            "may_change": user.access.covers("change", record),
        }


class GoalCreate(CreatePage):
    model, form, icon = Goal, GoalForm, ICON
    template = "indicators/goal/form.html"
    do = records.create
    title = _("New goal")

    def initial(self):
        """The goal runs as long as its plan."""
        initial = super().initial()
        number = initial.get("plan", "")
        plan = Plan.objects.visible_to(self.request.user).filter(pk=number).first() if number.isdigit() else None
        dates = {"starts_on": plan.starts_on, "ends_on": plan.ends_on} if plan else {}
        return dates | initial

    def show(self, form, status=200, **context):
        return super().show(form, status, methods=METHODS.values(), **context)


class GoalEdit(EditPage):
    model, form, icon = Goal, GoalForm, ICON
    template = "indicators/goal/form.html"
    do = records.edit

    def show(self, record, form, status=200, **context):
        return super().show(record, form, status, methods=METHODS.values(), **context)


class GoalTrash(Trash):
    model = Goal
    do = goals.trash

    def after(self, record, result):
        return record.plan.get_absolute_url()


class GoalClaim(VerbPage):
    model, icon = Goal, ICON
    do = goals.claim
    title = _("Let “%(record)s” claim the benefit of its group?")
    lead = _("No other goal of the group claims it any more.")
    submit_label = _("Claim the benefit")
    done = _("“%(record)s” claims the benefit of its group.")
