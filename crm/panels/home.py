"""What crm itself puts on the home page: first steps, pinned views, what changed in one's portfolio."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Value
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from crm.models import Company, Contact, User
from crm.models.about import SeenRows
from crm.models.record import OwnedRecord
from crm.ui.keyset import Order, are_few
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
    """The customers and deals of one's own that changed last; of all one sees for who owns none."""
    if not any(request.user.access.may("view", model) for model, __ in remembered()):
        return ""
    mine = changed_last(request.user, owner=request.user)
    rows = mine or changed_last(request.user)
    return render_to_string("crm/home/_recent.html", {"rows": rows, "is_mine": bool(mine)}, request)


def remembered():
    """Kinds one searches for and owns, with their icons."""
    kinds = [(apps.get_model(one.model), one.icon) for one in registry.search if one.is_remembered]
    return [(model, icon) for model, icon in kinds if issubclass(model, OwnedRecord)]


def changed_last(user, **narrowed) -> list[tuple]:
    """(icon, record, when) of the newest of all kinds: one question which they are, one a kind for their names."""
    kinds = remembered()
    parts = [newest(model, at, user, narrowed) for at, (model, __) in enumerate(kinds)]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True)
    found = sorted(found, key=lambda row: (row[2], -row[0], row[1]), reverse=True)[:RECENT]
    named = {}
    for kind in {at for at, __, __ in found}:
        rows = SeenRows(kinds[kind][0], user).filter(pk__in=[pk for at, pk, __ in found if at == kind])
        named |= {(kind, row.pk): row for row in rows}
    return [(kinds[at][1], named[at, pk], when) for at, pk, when in found if (at, pk) in named]


def newest(model, at: int, user, narrowed):
    """(`at`, number, when) of the rows of one kind that changed last."""
    found = model.objects.visible_to(user).filter(**narrowed)
    # One's own are found by their owner, however many others have; who sees all meets theirs at once.
    is_few = bool(narrowed) or (not user.access.reaches_all("view", model) and are_few(found))
    order = Order("updated_at", is_descending=True, is_unindexed=is_few)
    return found.order_by(*order.terms()).annotate(at=Value(at)).values_list("at", "pk", "updated_at")[:RECENT]
