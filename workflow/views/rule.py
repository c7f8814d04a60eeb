"""Automations: the list, the page of one, what it would have done, on and off, and the form that makes one."""

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.exceptions import Conflict
from crm.ui import cells
from crm.ui.pages import DetailPage, Fact, ListPage, RecordPage, StandardView, Verb, VerbPage
from crm.ui.pages.list import More
from crm.ui.registry import registry
from crm.views.record import Trash
from workflow.actions import rule as rules
from workflow.automation import words
from workflow.automation.mark import LINK
from workflow.filters.rule import RuleFilter
from workflow.forms.rule import RuleBuilder
from workflow.models import Rule
from workflow.tables.rule import RuleTable, switch

ICON = "robot"


class RuleList(ListPage):
    model, filter, table, icon = Rule, RuleFilter, RuleTable, ICON
    create_label = gettext_lazy("New automation")
    empty_title = gettext_lazy("Nothing happens by itself yet")
    empty_text = gettext_lazy(
        "Say what should follow when something happens: a task when an opportunity is won, a call when a proposal"
        " lies still. You look at what it would have done before you switch it on."
    )
    standard_views = [
        StandardView(pgettext_lazy("automations", "Switched on"), "state=on"),
        StandardView(pgettext_lazy("automations", "Failing"), "state=failing"),
        StandardView(pgettext_lazy("automations", "Switched off"), "state=off"),
    ]

    def more(self):
        return [More(_("Runs of automations"), "history", reverse("workflow:rulerun-list")), *super().more()]


class RuleDetail(DetailPage):
    model, icon = Rule, ICON
    template = "workflow/rule/detail.html"
    lead = [
        Fact("is_on", gettext_lazy("State"), cell=switch),
        Fact("owner", gettext_lazy("Acts with the rights of"), icon="user"),
    ]
    facts = [
        (
            gettext_lazy("About the automation"),
            [
                Fact("description", gettext_lazy("What it is for"), cell=cells.long_text),
                Fact("counts_imports", cell=cells.yes_no),
                Fact("on_since", cell=cells.moment),
                Fact("failures", accessor=lambda rule: rule.failures or None),
                Fact("off_reason"),
                Fact("created_by"),
                Fact("updated_at", cell=cells.moment),
            ],
        )
    ]
    verbs = [
        Verb(
            "switch-on", gettext_lazy("Switch on"), "player-play", is_primary=True, fits=lambda rule: not rule.is_on
        ),
        Verb("dry-run", gettext_lazy("Try it on past records"), "history", action="view", is_primary=True),
        Verb("edit", gettext_lazy("Edit"), "pencil", key="e"),
        Verb("switch-off", gettext_lazy("Switch off"), "player-stop", fits=lambda rule: rule.is_on),
        Verb("trash", gettext_lazy("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("owner", "team", "created_by", "record_type")

    def context(self, record):
        reader = self.request.user
        told = {
            "when": words.when(record),
            "conditions": words.conditions(record, reader),
            "steps": words.steps(record),
        }
        return super().context(record) | {"told": told}


class RuleSwitchOn(VerbPage):
    model, icon = Rule, ICON
    do = rules.switch_on
    title = gettext_lazy("Switch on “%(record)s”?")
    lead = gettext_lazy("From now on it acts by itself, with your rights. What happened before is left alone.")
    submit_label = gettext_lazy("Switch on")
    done = gettext_lazy("“%(record)s” is switched on.")


class RuleSwitchOff(VerbPage):
    model, icon = Rule, ICON
    do = rules.switch_off
    title = gettext_lazy("Switch off “%(record)s”?")
    lead = gettext_lazy("Nothing more happens by itself; what it has done stays.")
    submit_label = gettext_lazy("Switch off")
    done = gettext_lazy("“%(record)s” is switched off.")


class RuleTrash(Trash):
    model = Rule
    do = rules.trash


class RuleForm(RecordPage):
    """What the making and the editing of a rule share. Buttons named "do" ask for another row or another question."""

    model, icon = Rule, ICON

    def builder(self, **options):
        return RuleBuilder(self.request.user, rule=self.rule(), **options)

    def get(self, request, **kwargs):
        return self.show(self.builder())

    def post(self, request, **kwargs):
        what = request.POST.get("do")
        builder = self.builder(data=request.POST, is_sent=not what)
        if what:
            builder.do(what)
            return self.show(builder)
        if not builder.is_valid():
            return self.show(builder, 422)
        try:
            rule = self.save(builder)
        except Conflict as conflict:
            return self.show_conflict(builder, conflict)
        except ValidationError as error:
            builder.add_errors(error)
            return self.show(builder, 422)
        return HttpResponseRedirect(rule.get_absolute_url())

    def show_conflict(self, builder, conflict):
        """What was typed stays; sending it again, with the newer version in hand, is meant."""
        builder.version = conflict.record.version
        builder.errors.append(
            _("Somebody changed this automation while you were editing. Save again to put yours in its place.")
        )
        return self.show(builder, 409)

    def show(self, builder, status=200):
        context = {
            "builder": builder,
            "title": self.title_of(),
            "cancel_url": self.cancel_url(),
            "marks": [LINK, *builder.terms],
            "once": self.request.POST.get("once") or self.once(),
        }
        template = "workflow/rule/_builder.html" if self.request.htmx else "workflow/rule/form.html"
        return render(self.request, template, context, status=status)

    def once(self):
        return ""


class RuleCreate(RuleForm):
    action, is_collective = "create", True

    def rule(self):
        return None

    def once(self):
        return token_urlsafe(16)

    def title_of(self):
        return _("New automation")

    def cancel_url(self):
        return self.url("list")

    def save(self, builder):
        by, key = self.request.user, self.request.POST.get("once", "")
        rule = registry.once(by, key, lambda: rules.create(Rule(**builder.values()), by=by))
        messages.success(
            self.request, _("“%(rule)s” is ready, and still off. See what it would have done.") % {"rule": rule}
        )
        return rule


class RuleEdit(RuleForm):
    action = "change"

    def rule(self):
        return self.record()

    def title_of(self):
        return _("Edit %(record)s") % {"record": self.rule()}

    def cancel_url(self):
        return self.rule().get_absolute_url()

    def save(self, builder):
        version = builder.version or ""
        version = int(version) if str(version).isdigit() else None
        rule = rules.edit(builder.rule, by=self.request.user, values=builder.values(), version=version)
        messages.success(self.request, _("%(record)s was saved.") % {"record": rule})
        return rule
