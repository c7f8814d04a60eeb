"""The timeline of one record: its own entries and those of what belongs to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from crm.models.kinds import subject_models
from crm.ui.registry import registry
from crm.ui.timeline import Timeline, by_day, newest

SIZE = 30


def subject(request, label, pk):
    """The record an address names, among those the person may see."""
    model = next((one for one in subject_models() if one._meta.label_lower == label), None)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def timeline(request, label, pk):
    record = subject(request, label, pk)
    subjects = [(type(record), [record.pk]), *relatives(request.user, record)]
    streams = [source(request, subjects, SIZE + 1) for source in registry.timeline]
    entries, more = newest(streams, size=SIZE)
    context = {"timeline": Timeline(by_day(entries)), "timeline_url": request.path}
    return render(request, "ui/_timeline.html", context)


def relatives(user, record):
    for source in registry.relatives[record._meta.label_lower]:
        yield from source(user, record)
