"""Approvals about a record."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.models.kinds import reference
from crm.ui.panel import Panel
from workflow.models import Approval


class Approvals(Panel):
    key, title, icon = "approvals", _("Approvals"), "thumb-up"
    position = 18
    template = "workflow/approval/_panel.html"
    empty_text = _("Nothing was put to approval.")

    def may(self, user):
        return user.access.may("view", Approval)

    def rows(self, request, record):
        seen = Approval.objects.visible_to(request.user).about(record)
        return seen.prefetch_related("votes__person", "votes__decided_by").order_by("-created_at", "-pk")

    def all_url(self, request, record):
        return reverse("workflow:approval-list") + "?" + urlencode({"about": reference(record)})

    def add_url(self, request, record):
        if not request.user.access.may("create", Approval):
            return None
        return reverse("workflow:approval-create") + "?" + urlencode({"about": reference(record)})
