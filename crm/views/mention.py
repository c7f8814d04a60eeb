"""Who may be meant by an @ and some letters, as one types: {"results": [{"value", "text", "hint"}]}."""

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from crm.models import User
from crm.ui.words import folded

OFFERED, LONGEST = 8, 60


@require_GET
def people(request):
    """The first few colleagues who are called so, or whose address begins so; `value` is what follows the @."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    rows = list(matching(request.user, text)[:OFFERED]) if text else []
    shared = of_several(rows)
    return JsonResponse({"results": [drawn(one, shared) for one in rows]})


def matching(user, text):
    name, address = folded(text), text.partition("@")[0]
    first = Q(name_fold__startswith=name)
    later = Q(name_fold__contains=folded(f" {text}")) | Q(email__istartswith=address)
    rank = Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = User.objects.visible_to(user).filter(first | later)
    return rows.select_related("team").order_by(rank, "name_fold", "pk")


def of_several(rows) -> set[str]:
    """Names that more than one active colleague bears: they are meant by their address."""
    names = User.objects.active().filter(name_fold__in=[one.name_fold for one in rows]).values("name_fold")
    return set(names.annotate(times=Count("pk")).filter(times__gt=1).values_list("name_fold", flat=True))


def drawn(person, shared) -> dict:
    written = person.email.partition("@")[0] if person.name_fold in shared else person.name
    hints = (person.email if person.name_fold in shared else person.job_title, person.team and person.team.name)
    return {"value": written, "text": person.name, "hint": " · ".join(str(one) for one in hints if one)}
