from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.actions import mail
from crm.admin.base import ReadOnlyAdmin
from crm.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "to", "subject", "state", "attempts", "sent_at", "reason"]
    list_filter = ["state", "created_at"]
    search_fields = ["to", "subject"]
    ordering = ["-pk"]
    actions = ["send_again"]
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
        "reason",
        "message_id",
    ]

    @admin.display(description=gettext_lazy("text"))
    def readable(self, message):
        """A link that opens an account is for its owner alone."""
        return _("Not shown: it holds a link that opens an account.") if message.is_secret else message.text

    @admin.display(description=gettext_lazy("error"))
    def reason(self, message):
        return _(message.error) if message.error else ""

    @admin.action(description=gettext_lazy("Send again"), permissions=["view"])
    def send_again(self, request, queryset):
        """What is uncertain may have arrived: only a person decides to send it a second time."""
        count = sum(mail.send_again(message, by=request.user) for message in queryset)
        for message in queryset:
            self.log_change(request, message, _("Sent again"))
        text = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
        messages.info(request, text % {"count": count})
