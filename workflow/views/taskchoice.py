"""Tasks to choose from as one types."""

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from workflow.filters.task import TaskFilter
from workflow.models import Task

OFFERED = 20


def choices(request):
    """Open tasks whose words match, the nearest deadline first, among those the person may see."""
    if not request.user.access.may("view", Task):
        raise Http404
    words = request.GET.get("q", "")[:100]
    found = TaskFilter({"q": words} if words else {}, Task.objects.visible_to(request.user), request=request).qs
    rows = found.next_first()[:OFFERED]
    return JsonResponse({"results": [{"value": task.pk, "text": described(task)} for task in rows]})


def described(task) -> str:
    if task.due_at is None:
        return task.title
    return f"{task.title} · {date_format(timezone.localtime(task.due_at), 'SHORT_DATE_FORMAT')}"
