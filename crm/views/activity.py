from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy

from crm.actions import activity as activities
from crm.actions import record as records
from crm.filters.activity import ActivityFilter
from crm.forms.activity import ActivityForm, ComposerForm
from crm.models import Activity
from crm.models.kinds import subject_models
from crm.tables.activity import ActivityTable
from crm.timelines import activity as lines
from crm.ui import cells
from crm.ui.pages import EditPage, ListPage, RecordPage
from crm.ui.pages.form import FormTexts
from crm.ui.registry import ComposerTab
from crm.views.composer import ComposerPage, composer_url
from crm.views.record import Trash

ICON = "activity"
TITLES = {
    "note": gettext_lazy("New note"),
    "call": gettext_lazy("Log a call"),
    "email": gettext_lazy("Log an e-mail"),
    "meeting": gettext_lazy("Log a meeting"),
}


class ActivityList(ListPage):
    model, filter, table, icon = Activity, ActivityFilter, ActivityTable, ICON
    title = gettext_lazy("Activities")
    create_label = gettext_lazy("Log an activity")
    empty_title = gettext_lazy("What happened with your customers")
    empty_text = gettext_lazy("Calls, meetings, e-mails and notes written on any record are gathered here.")

    def context(self, filterset):
        return super().context(filterset) | {"q": None}


class ActivityDetail(RecordPage):
    """One activity whole, with the way to its record and to its verbs."""

    model = Activity

    def records(self):
        return super().records().select_related("owner").with_visible_subject(self.request.user)

    def get(self, request, pk):
        activity = self.record()
        may = request.user.access.covers
        context = {
            "page": FormTexts(str(activity), "", ""),
            "activity": activity,
            "icon": lines.ICONS[activity.kind],
            "line": lines.told(activity, cells.link(activity.visible_about)),
            "when": cells.moment(activity.occurred_at),
            "body": lines.body(activity),
            "edit_url": self.url("edit", pk) if may("change", activity) else None,
            "trash_url": self.url("trash", pk) if may("delete", activity) else None,
        }
        return render(request, "crm/activity/detail.html", context)


class ActivityCreate(ComposerPage):
    model, icon = Activity, ICON
    long_form, short_form = ActivityForm, ComposerForm
    do = activities.log

    def success(self, activity):
        return gettext("Saved in the history.")

    @property
    def title(self):
        return TITLES.get(self.request.GET.get("kind"), gettext_lazy("Log an activity"))


class ActivityEdit(EditPage):
    model, form, icon = Activity, ActivityForm, ICON
    do = records.edit


class ActivityTrash(Trash):
    model = Activity

    def after(self, activity, result):
        return activity.about.get_absolute_url() if activity.about else self.url("list")


def composer_tabs(request, record) -> list[ComposerTab]:
    """A note first, then the three ways to talk with people."""
    if type(record) not in subject_models() or not request.user.access.may("create", Activity):
        return []
    return [composer_tab(request, record, kind, label) for kind, label in Activity.KINDS]


def composer_tab(request, record, kind, label) -> ComposerTab:
    url = composer_url("crm:activity-create", record, kind=kind)

    def draw():
        form = ComposerForm(user=request.user, initial={"kind": kind, "about": record})
        form.fields["about"].trusted = record
        return render_to_string("ui/_composer_form.html", {"form": form, "form_url": url, "draft_key": url}, request)

    return ComposerTab(kind, label, lines.ICONS[kind], url, draw, position=10)
