"""One's own calendar addresses, and what a calendar program reads there."""

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.models import Organization
from crm.ui.pages.form import FormTexts
from workflow.actions import calendarfeed as feeds
from workflow.exports.calendarfeed import written
from workflow.forms.calendarfeed import CalendarFeedForm
from workflow.models import CalendarFeed, Task


def feed_list(request):
    mine = CalendarFeed.objects.visible_to(request.user).filter(revoked_at__isnull=True)
    return render(request, "workflow/calendarfeed/list.html", {"feeds": mine})


def create(request):
    """The address is shown in the answer alone: its key is kept nowhere."""
    form = CalendarFeedForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        feed, secret = feeds.issue(by=request.user, name=form.cleaned_data["name"])
        address = f"{settings.SITE_URL}{reverse('workflow:feed')}?key={secret}"
        return render(request, "workflow/calendarfeed/secret.html", {"feed": feed, "address": address}, status=201)
    page = FormTexts(_("New calendar address"), _("Make the address"), reverse("workflow:calendarfeed-list"))
    return render(request, "ui/form.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_POST
def revoke(request, pk):
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk)
    feeds.revoke(feed, by=request.user)
    messages.success(request, _("%(feed)s shows nothing any more.") % {"feed": feed})
    return redirect("workflow:calendarfeed-list")


@login_not_required
@require_safe
def feed(request):
    """For calendar programs: the key in the address is the right. It stands in the query, which no log keeps."""
    found = CalendarFeed.objects.holding(request.GET.get("key", "")[:100]).first()
    if found is None or not found.user.access.may("view", Task):
        return HttpResponse(status=404)
    feeds.note_use(found)
    organization = Organization.current()
    language = found.user.language or organization.language
    zone = zoneinfo.ZoneInfo(found.user.time_zone or organization.time_zone)
    with translation.override(language), timezone.override(zone):
        answer = HttpResponse(written(found.user), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="norte.ics"'
    return answer
