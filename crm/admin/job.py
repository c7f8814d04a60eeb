from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.base import ReadOnlyAdmin
from crm.jobs import KINDS
from crm.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind_in_words", "person", "state", "progress", "total", "attempts", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["owner"]
    # What a person wrote into their work, and what came out of it, is theirs.
    fields = ["kind_in_words", "person", "state", "progress", "total", "attempts", "created_at", "finished_at"]
    ordering = ["-pk"]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, job):
        return KINDS[job.kind].label if job.kind in KINDS else job.kind

    @admin.display(description=_("owner"), ordering="owner")
    def person(self, job):
        return job.owner
