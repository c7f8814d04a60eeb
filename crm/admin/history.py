"""The history in sentences, over all records."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.admin.base import ReadOnlyAdmin
from crm.models import HistoryEntry
from crm.timelines.name import Names, model_of
from crm.timelines.wording import Writer, plainly, way_of
from crm.ui.registry import registry
from crm.ui.timeline import Question


class VerbFilter(admin.SimpleListFilter):
    """From the verbs there are, not from millions of rows."""

    title, parameter_name = _("what"), "verb"

    def lookups(self, request, model_admin):
        return sorted(self.names().items(), key=lambda one: one[1])

    def names(self):
        return {"changed": str(_("changed")), **{verb: str(name) for verb, name in registry.verbs().items()}}

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = _("kind of record"), "kind"

    def lookups(self, request, model_admin):
        kinds = [kind for kind in ContentType.objects.all() if keeps_history(kind.model_class())]
        return sorted(((str(kind.pk), capfirst(kind.name)) for kind in kinds), key=lambda one: one[1])

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(record_type=value) if value.isdigit() else queryset


def keeps_history(model) -> bool:
    triggers = getattr(model._meta, "triggers", ()) if model else ()
    return any(trigger.name == "history_created" for trigger in triggers)


class Sentences(ChangeList):
    """All rows of a page are worded together: names cost a query for each kind, not for each row."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        word(self.result_list, request.user)


def word(entries, user):
    question = Question(user, None, [], len(entries), names=Names(user))
    writer = Writer(question, [[entry] for entry in entries])
    for entry in entries:
        told = writer.told([entry])
        entry.told = format_html("{} {}", told[1], told[2]) if told else plainly(entry, question.names)
        entry.named = question.names.record(model_of(entry.record_type_id), entry.record_id)


@admin.register(HistoryEntry)
class HistoryAdmin(ReadOnlyAdmin):
    list_display = ["occurred_at", "what", "about", "way"]
    list_filter = [VerbFilter, KindFilter]
    list_select_related = ["record_type"]
    search_fields = ["=record_id"]
    search_help_text = _("The number of a record")
    ordering = ["-pk"]
    fields = ["occurred_at", "recorded_at", "what", "about", "way"]

    def get_changelist(self, request, **kwargs):
        return Sentences

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            word([found], request.user)
        return found

    @admin.display(description=_("what"))
    def what(self, entry):
        return entry.told

    @admin.display(description=_("about"))
    def about(self, entry):
        model = model_of(entry.record_type_id)
        kind = capfirst(model._meta.verbose_name) if model else "—"
        name = entry.named or _("no. %(number)s") % {"number": entry.record_id}
        return format_html("{}: {}", kind, linked(entry.named, name))

    @admin.display(description=_("by way of"))
    def way(self, entry):
        return way_of(entry.cause) or "—"


def linked(record, name):
    try:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), name)
    except (AttributeError, NoReverseMatch):
        return name
