from crm.ui.pages.board import BoardPage
from crm.ui.pages.bulk import BulkAction, BulkPage
from crm.ui.pages.calendar import CalendarPage
from crm.ui.pages.detail import DetailPage, Fact
from crm.ui.pages.form import CreatePage, EditPage
from crm.ui.pages.list import ListPage, Mode, StandardView
from crm.ui.pages.record import RecordPage
from crm.ui.pages.verb import Verb, VerbPage

__all__ = [
    "BoardPage",
    "BulkAction",
    "BulkPage",
    "CalendarPage",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Fact",
    "ListPage",
    "Mode",
    "RecordPage",
    "StandardView",
    "Verb",
    "VerbPage",
]
