"""The timeline of one record: its own entries and those of what belongs to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crm.models import Company
from crm.timelines.merge import merged_into
from crm.timelines.name import Names
from crm.timelines.subject import by_model, origins_of, subjects_of
from crm.ui.registry import RELATIVES_CAP, registry
from crm.ui.timeline import KindLink, Place, Question, Timeline, by_day, newest

SIZE = 30


def subject(request, label, pk):
    """The record with a page that an address names, among those the person may see."""
    page = registry.details.get(label)
    if page is None:
        raise Http404
    return get_object_or_404(page.model.objects.visible_to(request.user), pk=pk)


def timeline(request, label, pk):
    """htmx gets the timeline, or the older page alone; a browser without script the same as a page."""
    record = subject(request, label, pk)
    kind, place = request.GET.get("kind", ""), Place.read(request.GET.get("after", ""))
    found = page_of(record, request.user, kind=kind, place=place)
    found.kinds = kinds(request.path, kind)
    if found.next_url:
        found.next_url = address(request.path, kind=kind, after=found.next_url)
    context = {"timeline": found, "timeline_url": address(request.path, kind=kind), "record": record}
    template = "crm/timeline/page.html"
    if request.htmx:
        template = "ui/_timeline_days.html" if place else "ui/_timeline.html"
    return render(request, template, context)


def page_of(record, user, *, kind="", place=None, size=SIZE) -> Timeline:
    """One page; `next_url` holds the bare token of the place to go on from."""
    origins = origins_of(user, record)
    subjects = [*subjects_of(user, record), *by_model(origins)]
    names, merged = Names(user), merged_into(record)
    names.know(merged)
    if merged:
        subjects.append((type(record), [one.pk for one in merged]))
    question = Question(user, record, subjects, size + 1, place, names, origins)
    streams = [source.entries(question) for source in sources() if kind in ("", source.kind)]
    entries, more = newest(streams, size=size)
    name_origins(entries, question)
    is_capped = any(len(ids) >= RELATIVES_CAP for __, ids in subjects)
    days = by_day(entries, place)
    return Timeline(days, more.token() if more else None, cap=RELATIVES_CAP if is_capped else None)


def name_origins(entries, question):
    """Each entry from below says of which branch it is."""
    from_below = [(entry, question.origins[entry.about]) for entry in entries if entry.about in question.origins]
    for __, unit in from_below:
        question.names.want(Company, unit)
    for entry, unit in from_below:
        entry.origin_html = question.names.html(Company, unit)


def sources() -> list:
    return sorted(registry.timeline, key=lambda source: source.position)


def kinds(path, current) -> list[KindLink]:
    named = [("", _("All")), *((source.kind, source.label) for source in sources())]
    return [KindLink(key, label, address(path, kind=key), key == current) for key, label in named]


def address(path, **query) -> str:
    query = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(query)}" if query else path
