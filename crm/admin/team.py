from django.contrib import admin

from crm.admin.base import SignedAdmin
from crm.models import Team


@admin.register(Team)
class TeamAdmin(SignedAdmin):
    list_display = ["name", "parent", "head"]
    list_select_related = ["parent", "head"]
    search_fields = ["name"]
    autocomplete_fields = ["parent", "head"]
