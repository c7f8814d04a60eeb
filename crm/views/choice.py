"""Choices for searched selects: {"results": [{"value", "text"}]}; and a choice that another field proposes."""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from crm import brazil
from crm.models import Company
from crm.models.kinds import subject_models
from crm.ui.search import nearest


def choices(request, label):
    """Up to 20 records of a kind whose words match, among those the person may see."""
    model = next((one for one in subject_models() if one._meta.label_lower == label), None)
    if model is None or not request.user.access.may("view", model):
        raise Http404
    rows = nearest(model.objects.visible_to(request.user), request.GET.get("q", ""), 20)
    return JsonResponse({"results": [{"value": row.pk, "text": str(row)} for row in rows]})


def head_office(request):
    """The head office of a branch's CNPJ, where the person may see it: {} or {"value", "text", "note"}."""
    if not request.user.access.may("view", Company):
        raise Http404
    try:
        cnpj = brazil.clean_cnpj(request.GET.get("text", ""))
    except ValidationError:
        return JsonResponse({})
    found = Company.objects.visible_to(request.user).head_office_of(cnpj)
    if found is None:
        return JsonResponse({})
    note = _("Proposed as head office by its CNPJ: %(company)s") % {"company": found}
    return JsonResponse({"value": found.pk, "text": str(found), "note": note})
