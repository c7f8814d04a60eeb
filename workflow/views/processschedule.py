"""When a template starts by itself: set, paused, resumed, removed from the template's page."""

from django.utils.translation import gettext_lazy as _

from crm.ui.pages import VerbPage
from workflow.actions import processschedule as schedules
from workflow.forms.processschedule import ScheduleForm
from workflow.views.processtemplate import TemplatePage


class ScheduleSet(TemplatePage, VerbPage):
    form, action, do = ScheduleForm, "change", schedules.plan
    title = _("When does “%(record)s” start by itself?")
    lead = _("Each start is about no record. Of starts that were missed, the newest alone is made up for.")
    submit_label = _("Save")
    done = _("“%(record)s” starts by schedule.")

    def form_options(self, template):
        return {"template": template}


class SchedulePause(TemplatePage, VerbPage):
    action, do = "change", schedules.pause
    title = _("Pause the schedule of “%(record)s”?")
    lead = _("Nothing starts until you let it go on.")
    submit_label = _("Pause")
    done = _("The schedule is paused.")


class ScheduleResume(TemplatePage, VerbPage):
    action, do = "change", schedules.resume
    title = _("Let the schedule of “%(record)s” go on?")
    lead = _("Starts that fell into the pause are left out.")
    submit_label = _("Go on")
    done = _("The schedule goes on.")


class ScheduleRemove(TemplatePage, VerbPage):
    action, do, is_destructive = "change", schedules.remove, True
    title = _("Remove the schedule of “%(record)s”?")
    lead = _("Processes it has started stay as they are.")
    submit_label = _("Remove")
    done = _("The schedule is removed.")
