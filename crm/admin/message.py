from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.base import ReadOnlyAdmin
from crm.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "to", "subject", "state", "attempts", "sent_at", "error"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    ordering = ["-pk"]
    fields = [
        "created_at",
        "to",
        "subject",
        "readable",
        "state",
        "attempts",
        "doubts",
        "due_at",
        "sent_at",
        "error",
        "message_id",
    ]

    @admin.display(description=_("text"))
    def readable(self, message):
        """A link that opens an account is for its owner alone."""
        return _("Not shown: it holds a link that opens an account.") if message.is_secret else message.text
