"""One box that finds records of every kind: {"results": [{"value": "crm.company:7", "text"}]}."""

from django.http import JsonResponse

from crm.models.kinds import reference, subject_models
from crm.ui.search import nearest

OF_EACH = 8


def choices(request):
    """The first records of each kind whose words match, among those the person may see."""
    words = request.GET.get("q", "")
    models = [model for model in subject_models() if request.user.access.may("view", model)]
    found = [row for model in models for row in rows(model, request.user, words)]
    return JsonResponse({"results": [{"value": reference(row), "text": described(row)} for row in found]})


def rows(model, user, words):
    return nearest(model.objects.visible_to(user), words, OF_EACH)


def described(record) -> str:
    return f"{record} · {record._meta.verbose_name}"
