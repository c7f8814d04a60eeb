from dataclasses import replace

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TASK, APPROVAL, PROCESS = "workflow.task", "workflow.approval", "workflow.process"

COLLECTIONS = {
    "tasks": "workflow.api.task.TaskViewSet",
    "task-types": "workflow.api.tasktype.TaskTypeViewSet",
    "checklist-items": "workflow.api.checklistitem.ChecklistItemViewSet",
}


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Workflow")

    def ready(self):
        from crm.api.catalogue import publish
        from workflow import kpis, receivers  # noqa: F401

        for prefix, path in COLLECTIONS.items():
            publish(prefix, path)
        self.add_tasks()
        self.add_calendars()
        self.add_processes()
        self.add_notices_of_tasks()

    def add_notices_of_tasks(self):
        """What is told of tasks, and where people may be named."""
        from crm.actions.follow import follow
        from crm.actions.mention import mentionable
        from workflow.actions import tasknotice, tasknoticekind

        tasknoticekind.register()
        mentionable(TASK, "title", "description")
        follow("task notices", tasknotice.tell)

    def add_tasks(self):
        from crm.models.kinds import for_each_subject
        from crm.ui.registry import HomeBlock, MenuItem, registry
        from crm.ui.timeline import TimelineSource
        from workflow.actions import calendarfeed, recurrence  # noqa: F401
        from workflow.models import Task
        from workflow.panels.home import my_tasks
        from workflow.panels.task import composer_tabs, next_step
        from workflow.panels.taskpart import HoldsUp, People, Waiting
        from workflow.timelines import task, taskverb

        registry.add_group("work", _("Work"), 10)
        registry.menu += [
            MenuItem(_("My day"), "calendar-event", "workflow:task-day", "work", 5, TASK, "d", None, True),
            MenuItem(_("Tasks"), "checkbox", "workflow:task-list", "work", 10, TASK, "t", None, True),
        ]
        registry.account.append(
            MenuItem(
                _("Calendar"),
                "calendar",
                "workflow:calendarfeed-list",
                may=lambda user: user.access.may("view", Task),
            )
        )
        registry.creatable.append(MenuItem(_("Task"), "checkbox", "workflow:task-create", "", 10, TASK))
        registry.timeline.append(TimelineSource("task", _("Tasks"), task.entries, 20))
        registry.next_steps.append(next_step)
        registry.home.append(HomeBlock(20, my_tasks))
        registry.composer.append(composer_tabs)
        for_each_subject(self.hang_on)
        self.add_automation(registry)
        for panel in (People(), Waiting(), HoldsUp()):
            registry.add_panel(TASK, panel)
        taskverb.register()

    def add_automation(self, registry):
        """Rules: their places in the menu, what their verbs are called, their API, what they read."""
        from crm.actions.follow import follow
        from crm.api.catalogue import publish
        from crm.ui.registry import MenuItem
        from crm.ui.sentence import Sentence
        from workflow.actions.rulerun import read
        from workflow.panels.rule import Runs

        publish("automations", "workflow.api.rule.RuleViewSet")
        publish("automation-runs", "workflow.api.rulerun.RuleRunViewSet")
        registry.menu.append(MenuItem(_("Automations"), "robot", "workflow:rule-list", "work", 60, "workflow.rule"))
        registry.add_panel("workflow.rule", Runs())
        follow("automations", read)
        self.add_notices_of_automations()
        switch = ("is_on", "on_since", "off_reason", "owner_id", "team_id")
        sentences = {
            "switched_on": Sentence(
                _("{actor} switched {record} on"), "player-play", hides=switch, name=_("switched on")
            ),
            "switched_off": Sentence(
                _("{actor} switched {record} off"), "player-stop", hides=switch, name=_("switched off")
            ),
            "gave_up": Sentence(
                _("{actor} switched {record} off, because it kept failing: {reason}"), "alert-triangle", hides=switch,
                name=_("switched off after failures"),
            ),
        }  # fmt: skip
        for verb, sentence in sentences.items():
            registry.add_sentence(verb, sentence, "workflow.rule")
        self.add_webhooks(registry, sentences)

    def add_webhooks(self, registry, sentences):
        """What is told to other systems."""
        from crm.actions.follow import follow
        from crm.api.catalogue import publish
        from crm.ui.registry import MenuItem
        from crm.ui.sentence import Sentence
        from workflow.actions.webhookdelivery import read
        from workflow.panels.webhook import Deliveries

        publish("webhooks", "workflow.api.webhook.WebhookViewSet")
        publish("webhook-deliveries", "workflow.api.webhookdelivery.WebhookDeliveryViewSet")
        registry.menu.append(
            MenuItem(_("Webhooks"), "webhook", "workflow:webhook-list", "administration", 94, "workflow.webhook")
        )
        registry.add_panel("workflow.webhook", Deliveries())
        renewed = Sentence(_("{actor} made a new secret for {record}"), "key", name=_("secret renewed"))
        for verb, sentence in {**sentences, "secret_renewed": renewed}.items():
            registry.add_sentence(verb, sentence, "workflow.webhook")
        follow("webhooks", read)

    def add_notices_of_automations(self):
        from crm.notices import APP, MAIL, NoticeKind, register_notice

        group = _("Automations")
        register_notice(
            NoticeKind(
                "automation_off",
                _("An automation of mine was switched off"),
                _("{record} was switched off, because it kept failing: {reason}"),
                icon="alert-triangle",
                group=group,
                channel=MAIL,
                channels=(MAIL, APP),
                verb=_("See the automation"),
            )
        )
        register_notice(
            NoticeKind(
                "webhook_off",
                _("A webhook of mine was switched off"),
                _("{record} was switched off, because its receiver has long been failing: {reason}"),
                icon="alert-triangle",
                group=group,
                channel=MAIL,
                channels=(MAIL, APP),
                verb=_("See the webhook"),
            )
        )
        register_notice(
            NoticeKind(
                "automation_told",
                _("An automation tells me something"),
                "{text}",
                icon="robot",
                group=group,
                hint=lambda told: told.details.get("rule", ""),
                verb=_("Open the record"),
            )
        )

    def hang_on(self, label):
        """Every record one may write about shows its tasks."""
        from crm.ui.registry import registry
        from workflow.panels.approval import Approvals
        from workflow.panels.process import Processes
        from workflow.panels.task import Tasks, open_task_count

        registry.add_panel(label, Tasks())
        registry.figures[label].append(open_task_count)
        # Nobody approves an approval, and a process goes through no process.
        if label not in (APPROVAL, PROCESS):
            registry.add_panel(label, Approvals())
            registry.add_panel(label, Processes())

    def add_calendars(self):
        """When people work, and when they are away."""
        from crm.api.catalogue import publish
        from crm.ui.registry import MenuItem, registry
        from crm.ui.sentence import Sentence

        publish("calendars", "workflow.api.calendar.CalendarViewSet")
        publish("absences", "workflow.api.absence.AbsenceViewSet")
        registry.menu += [
            MenuItem(
                _("Absences"), "user-off", "workflow:absence-list", "work", 40, "workflow.absence", query="state=open"
            ),
            MenuItem(
                pgettext_lazy("business time", "Calendars"),
                "calendar-time",
                "workflow:calendar-list",
                "work",
                45,
                "workflow.calendar",
            ),
        ]
        registry.creatable.append(
            MenuItem(_("Absence"), "user-off", "workflow:absence-create", "", 60, "workflow.absence")
        )
        revised = Sentence(_("{actor} changed {record} from {valid_from} on"), "calendar-time", name=_("revised"))
        registry.add_sentence("revised", revised, "workflow.calendar")

    def add_processes(self):
        """What goes through several hands, and what somebody must agree to."""
        from crm.api.catalogue import publish
        from crm.models.kinds import register_subject
        from crm.ui.registry import SearchSource, registry
        from workflow.actions import approval, process
        from workflow.actions.taskchange import listen
        from workflow.panels.process import Steps
        from workflow.timelines import processverb

        register_subject("workflow.Approval")
        listen(process.after_task)
        approval.listen(process.after_approval)
        publish("approvals", "workflow.api.approval.ApprovalViewSet")
        publish("process-templates", "workflow.api.processtemplate.ProcessTemplateViewSet")
        publish("processes", "workflow.api.process.ProcessViewSet")
        self.add_menu_of_processes(registry)
        registry.search.append(
            SearchSource(APPROVAL, "thumb-up", lambda one: one.get_state_display(), 55, is_remembered=False)
        )
        registry.add_panel(PROCESS, Steps())
        processverb.register()
        self.add_notices_of_processes()

    def add_menu_of_processes(self, registry):
        from crm.ui.registry import MenuItem
        from workflow.models import ProcessTemplate

        registry.menu += [
            MenuItem(
                _("Approvals"),
                "thumb-up",
                "workflow:approval-list",
                "work",
                20,
                APPROVAL,
                query="waiting=true",
            ),
            MenuItem(
                _("Processes"),
                "route",
                "workflow:process-list",
                "work",
                25,
                PROCESS,
                query="state=running",
            ),
            MenuItem(
                _("Process templates"),
                "template",
                "workflow:processtemplate-list",
                "work",
                46,
                "workflow.processtemplate",
                may=lambda user: user.access.may("change", ProcessTemplate),
            ),
        ]

    def add_notices_of_processes(self):
        from crm.notices import NoticeKind, register_notice
        from workflow.actions import approvalnoticekind, processnoticekind
        from workflow.models.approval import still_wanted
        from workflow.timelines.processverb import decided

        group = _("Approvals and processes")
        for kind in (
            NoticeKind(
                "approval_wanted",
                _("Somebody asks for my approval"),
                _("{actor} asks for your approval: {record}"),
                icon="thumb-up",
                verb=pgettext_lazy("a button", "Decide"),
                still=still_wanted,
            ),
            *approvalnoticekind.kinds(),
            NoticeKind(
                "approval_decided",
                _("What I asked for, or was asked, is decided"),
                decided,
                icon="circle-check",
                verb=_("See the approval"),
            ),
            *processnoticekind.kinds(),
        ):
            register_notice(replace(kind, group=group))
