"""Choices for searched selects: {"results": [{"value", "text"}]}."""

from django.http import Http404, JsonResponse

from crm.models.kinds import subject_models
from crm.ui.search import nearest


def choices(request, label):
    """Up to 20 records of a kind whose words match, among those the person may see."""
    model = next((one for one in subject_models() if one._meta.label_lower == label), None)
    if model is None or not request.user.access.may("view", model):
        raise Http404
    rows = nearest(model.objects.visible_to(request.user), request.GET.get("q", ""), 20)
    return JsonResponse({"results": [{"value": row.pk, "text": str(row)} for row in rows]})
