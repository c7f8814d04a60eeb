"""What one was told: the list behind the bell, what was read, and how one wants to hear of each kind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.actions import notice as notices
from crm.forms.notice import ChoicesForm
from crm.models import Notice, User
from crm.models.notice import find_subjects
from crm.notices import line_of
from crm.ui.context import Bell
from crm.ui.filters import PLACE, without
from crm.ui.keyset import Order, page
from crm.ui.pages.form import FormTexts

SIZE = 30


@require_GET
def index(request):
    is_unread = request.GET.get("unread") == "1"
    rows = Notice.objects.visible_to(request.user)
    rows = rows.unread() if is_unread else rows
    address = request.GET
    found = page(
        rows.select_related("actor"),
        Order("id", is_descending=True),
        size=SIZE,
        after=address.get("after", ""),
        before=address.get("before", ""),
    )
    context = {
        "page": FormTexts(_("Notices"), "", "/", icon="bell"),
        "lines": drawn(found.rows, request.user),
        "is_unread": is_unread,
        "unread": len(request.user.access.unread),
        "previous_url": found.previous and without(address, *PLACE, before=found.previous),
        "next_url": found.next and without(address, *PLACE, after=found.next),
    }
    return render(request, "crm/notice/list.html", context)


def drawn(rows, person) -> list:
    find_subjects(rows, person)
    return [line_of(one, person) for one in rows]


@require_POST
def read(request, pk):
    """Read, or to be read again."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("actor"), pk=pk)
    if notice.read_at:
        notices.unread_again(notice, by=request.user)
    else:
        notices.read(Notice.objects.filter(pk=pk), by=request.user)
    if not request.htmx:
        return redirect("crm:notice-list")
    notice.refresh_from_db(fields=["read_at"])
    [line] = drawn([notice], request.user)
    return render(request, "crm/notice/_changed.html", {"line": line, "notifications": bell_of(request.user)})


@require_POST
def read_all(request):
    count = notices.read(Notice.objects.visible_to(request.user), by=request.user)
    messages.success(request, _("Everything is marked as read.") if count else _("There was nothing unread."))
    return redirect("crm:notice-list")


@require_POST
def seen(request):
    """The page of a record was opened: what was told about it is read."""
    kind, __, pk = request.GET.get("about", "").partition(":")
    if not all(one.isascii() and one.isdigit() and len(one) < 18 for one in (kind, pk)):
        return HttpResponse(status=400)
    own = Notice.objects.visible_to(request.user).filter(record_type=kind, record_id=pk)
    notices.read(own, by=request.user)
    return render(request, "crm/notice/_bell.html", {"notifications": bell_of(request.user)})


def bell_of(person) -> Bell:
    """Counted anew: what this request has read is no longer in the access of its person."""
    return Bell.of(User(pk=person.pk, is_active=True).access.unread)


def choices(request):
    person = User.objects.get(pk=request.user.pk)
    form = ChoicesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        notices.choose(person, by=request.user, **form.values())
        messages.success(request, _("Your choices were saved."))
        return redirect("crm:notice-choices")
    texts = FormTexts(_("Notices"), _("Save"), "")
    context = {"page": texts, "form": form, "inbox_url": reverse("crm:notice-list")}
    return render(request, "crm/notice/choices.html", context, status=422 if form.errors else 200)
