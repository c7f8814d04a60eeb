from django.template.loader import render_to_string
from django.urls import reverse
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
from crm.ui.pages import DetailPage, EditPage, Fact, ListPage, Verb
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


class ActivityDetail(DetailPage):
    """One activity whole, and below it what else happened with its record."""

    model, icon = Activity, ICON
    template = "crm/activity/detail.html"
    lead = [
        Fact("visible_about", gettext_lazy("About"), cell=cells.link, icon="link"),
        Fact("occurred_at", gettext_lazy("When"), cell=cells.moment, icon="calendar-due"),
        Fact("owner", gettext_lazy("By"), icon="user"),
    ]
    facts = [
        (
            gettext_lazy("Details"),
            [
                Fact("kind", accessor=lambda activity: activity.get_kind_display()),
                Fact("outcome", accessor=lambda activity: activity.get_outcome_display()),
                Fact("duration", cell=lambda minutes, activity: lines.lasted(minutes) if minutes else ""),
                Fact("occurred_at", cell=cells.moment),
                Fact("tags", cell=cells.tags),
                Fact("created_by"),
                Fact("updated_at", cell=cells.moment),
            ],
        )
    ]
    verbs = [
        Verb("edit", gettext_lazy("Edit"), "pencil", is_primary=True, key="e"),
        Verb("trash", gettext_lazy("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("owner", "created_by").with_visible_subject(self.request.user)

    def context(self, activity):
        about = activity.visible_about
        context = super().context(activity)
        context["page"].icon = lines.ICONS[activity.kind]
        return context | {
            "line": lines.told(activity, cells.link(about)),
            "body": lines.body(activity),
            "about": about,
            "timeline_url": about and reverse("crm:timeline", args=[about._meta.label_lower, about.pk]),
        }

    def subtitle(self, activity):
        return [activity.get_kind_display()] if activity.subject else []

    def next_step(self, activity):
        return super().next_step(activity.visible_about) if activity.visible_about else None


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
