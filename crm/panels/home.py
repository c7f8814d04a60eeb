"""What crm itself puts on the home page: first steps, pinned views, what changed in one's portfolio."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from crm.models import Company, Contact, User
from crm.ui.registry import registry

RECENT = 6


@dataclass
class Step:
    title: str
    text: str
    label: str
    url: str
    icon: str


def first_steps(request) -> str:
    """For an installation without customers: add, import, invite; nothing once there is one."""
    user = request.user
    kinds = [model for model in (Company, Contact) if user.access.may("view", model)]
    if not kinds or any(model.objects.visible_to(user).exists() for model in kinds):
        return ""
    steps = [step for step in (adding(user), importing(user), inviting(user)) if step]
    return render_to_string("crm/home/_first_steps.html", {"steps": steps}, request) if steps else ""


def adding(user) -> Step | None:
    if not user.access.may("create", Company):
        return None
    text = _("The company you talk to today is a good beginning.")
    return Step(_("Add your first customer"), text, _("New company"), reverse("crm:company-create"), "building")


def importing(user) -> Step | None:
    url = registry.import_url("crm.company") if user.access.may("import", Company) else None
    text = _("A spreadsheet of any size: duplicates are told, and the whole import can be undone.")
    return Step(_("Bring the base you have"), text, _("Import"), url, "upload") if url else None


def inviting(user) -> Step | None:
    if not user.access.may("create", User):
        return None
    try:
        url = reverse("crm:user-create")
    except NoReverseMatch:
        return None
    text = _("Each with the role that says what they see and do.")
    return Step(_("Invite your colleagues"), text, _("Invite"), url, "user-plus")


def pinned(request) -> str:
    views = registry.pinned_for(request)
    return render_to_string("crm/home/_pinned.html", {"views": views}, request) if views else ""


def recent(request) -> str:
    """Companies and contacts of one's own that changed last."""
    user = request.user
    rows = []
    for model, icon in ((Company, "building"), (Contact, "user")):
        own = model.objects.visible_to(user).filter(owner=user).order_by("-updated_at", "-pk")[:RECENT]
        rows += [(icon, row) for row in own]
    rows = sorted(rows, key=lambda pair: pair[1].updated_at, reverse=True)[:RECENT]
    return render_to_string("crm/home/_recent.html", {"rows": rows}, request) if rows else ""
