from workflow.models.absence import Absence
from workflow.models.approval import Approval, ApprovalVote
from workflow.models.calendar import Calendar, CalendarVersion
from workflow.models.calendarfeed import CalendarFeed
from workflow.models.calendaruse import CalendarUse
from workflow.models.checklistitem import ChecklistItem
from workflow.models.dependency import Dependency
from workflow.models.process import Process, ProcessStepRun
from workflow.models.processschedule import ProcessSchedule
from workflow.models.processtemplate import ProcessStep, ProcessTemplate
from workflow.models.recurrence import Recurrence
from workflow.models.rule import Rule
from workflow.models.rulerun import RuleRun
from workflow.models.task import Task
from workflow.models.taskparticipant import TaskParticipant
from workflow.models.tasktype import TaskType
from workflow.models.webhook import Webhook
from workflow.models.webhookdelivery import WebhookDelivery

__all__ = [
    "Absence",
    "Approval",
    "ApprovalVote",
    "Calendar",
    "CalendarFeed",
    "CalendarUse",
    "CalendarVersion",
    "ChecklistItem",
    "Dependency",
    "Process",
    "ProcessSchedule",
    "ProcessStep",
    "ProcessStepRun",
    "ProcessTemplate",
    "Recurrence",
    "Rule",
    "RuleRun",
    "Task",
    "TaskParticipant",
    "TaskType",
    "Webhook",
    "WebhookDelivery",
]
