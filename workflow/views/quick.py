"""A task in one line: what was understood stands in the form, and a person looks it over before it is planned."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from workflow.quick.looking import suggested
from workflow.views.task import TaskCreate


class TaskQuick(TaskCreate):
    template = "workflow/task/quick.html"
    title = _("Is it this?")

    @cached_property
    def line(self) -> str:
        return self.request.GET.get("line", "")

    def initial(self) -> dict:
        return suggested(self.line, self.request.user) | super().initial()

    def show(self, form, status=200, **context):
        return super().show(form, status, line=self.line, **context)
