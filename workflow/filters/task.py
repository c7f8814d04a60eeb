import django_filters
from django import forms
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.filters.about import AboutFilter
from crm.models import Tag, Team, User
from crm.ui.filters import RecordFilter
from workflow.models import Task, TaskType
from workflow.models.tasktype import KINDS

STATES = [
    ("open", pgettext_lazy("tasks", "Open")),
    ("late", pgettext_lazy("tasks", "Late")),
    ("today", _("Today")),
    ("next", _("Next 7 days")),
    ("undated", _("Without a date")),
    ("waiting", pgettext_lazy("tasks", "Waiting for others")),
    ("unassigned", pgettext_lazy("tasks", "Without a person responsible")),
    ("done", pgettext_lazy("tasks", "Done")),
    ("cancelled", pgettext_lazy("tasks", "Cancelled")),
    ("all", _("Open and done")),
]


def a_range(label):
    return django_filters.DateFromToRangeFilter(
        label=label, widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )


class TaskFilter(RecordFilter):
    """Without a state only what is open: done tasks are looked for on purpose."""

    q = django_filters.CharFilter(method="by_words", label=_("Search"), widget=forms.HiddenInput)
    state = django_filters.ChoiceFilter(choices=STATES, label=_("Status"), method="by_state", empty_label=None)
    type = django_filters.ModelMultipleChoiceFilter(queryset=TaskType.objects.all(), label=_("Type"))
    kind = django_filters.MultipleChoiceFilter(
        choices=KINDS,
        field_name="type__key",
        label=_("Built-in type"),
        widget=forms.MultipleHiddenInput,
    )
    priority = django_filters.MultipleChoiceFilter(choices=Task.PRIORITIES, label=_("Priority"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Responsible"))
    team = django_filters.ModelMultipleChoiceFilter(
        queryset=Team.objects.all(), label=pgettext_lazy("a task", "Department")
    )
    participant = django_filters.ModelChoiceFilter(
        queryset=User.objects.active(), label=_("Participant"), method="by_participant"
    )
    created_by = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Planned by"))
    due_at = a_range(_("Due"))
    done_at = a_range(_("Done"))
    created_at = a_range(_("Created"))
    about = AboutFilter()
    tags = django_filters.ModelMultipleChoiceFilter(
        queryset=Tag.objects.all(), to_field_name="name", method="by_tags", label=_("Tags")
    )
    mine = django_filters.BooleanFilter(
        method="by_mine", label=pgettext_lazy("tasks", "Mine"), widget=forms.HiddenInput
    )

    class Meta:
        model = Task
        fields = [
            "state", "type", "priority", "owner", "team", "participant", "created_by", "due_at", "done_at",
            "created_at", "about", "tags",
        ]  # fmt: skip

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.open()

    def by_state(self, queryset, name, value):
        narrowed = {
            "open": queryset.open,
            "late": queryset.overdue,
            "today": queryset.due_today,
            "next": queryset.due_next,
            "undated": lambda: queryset.open().filter(due_at__isnull=True),
            "waiting": queryset.blocked,
            "unassigned": lambda: queryset.open().filter(owner__isnull=True),
            "done": queryset.done,
            "cancelled": queryset.cancelled,
        }
        return narrowed[value]() if value in narrowed else queryset

    def by_words(self, queryset, name, value):
        for word in value.split()[:8]:
            queryset = queryset.filter(name_fold__contains=Func(Value(word.replace("\x00", "")), function="crm_fold"))
        return queryset

    def by_participant(self, queryset, name, value):
        return queryset.of_participant(value) if value else queryset

    def by_tags(self, queryset, name, value):
        names = [tag.name for tag in value]
        return queryset.filter(tags__contains=names) if names else queryset

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
