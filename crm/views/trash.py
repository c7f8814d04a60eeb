"""The trash: what this person could delete and lies there, by kind; to search and to restore."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.actions import record as records
from crm.models import HistoryEntry, Record
from crm.ui.filters import PLACE, without
from crm.ui.keyset import Order, page
from crm.ui.pages.form import FormTexts
from crm.ui.words import folded, matching, search_words

SIZE = 50


@dataclass
class Kind:
    label: str
    url: str
    is_current: bool


def kinds_of(user) -> list:
    """The kinds of record this person may delete."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    found = [model for model in models if user.access.may("delete", model)]
    return sorted(found, key=lambda model: str(model._meta.verbose_name_plural))


@require_GET
def index(request):
    models = kinds_of(request.user)
    model = chosen(request, models)
    words = request.GET.get("q", "")
    rows = model.objects.trashed_by_reach_of(request.user) if model else None
    found = rows_of(request, sought(rows, words)) if model else None
    context = {
        "page": FormTexts(_("Trash"), "", "/", icon="trash"),
        "kinds": [kind(one, one is model) for one in models],
        "label": model._meta.label_lower if model else "",
        "q": words,
        "rows": found.rows if found else [],
        "previous_url": found and found.previous and without(request.GET, *PLACE, before=found.previous),
        "next_url": found and found.next and without(request.GET, *PLACE, after=found.next),
    }
    return render(request, "crm/trash/list.html", context)


def chosen(request, models):
    """The kind asked for; else the first in which something lies."""
    wanted = request.GET.get("kind")
    if wanted:
        model = next((one for one in models if one._meta.label_lower == wanted), None)
        if model is None:
            raise Http404
        return model
    full = (one for one in models if one.objects.trashed_by_reach_of(request.user).exists())
    return next(full, models[0] if models else None)


def kind(model, is_current) -> Kind:
    meta = model._meta
    return Kind(
        capfirst(meta.verbose_name_plural),
        f"{reverse('crm:trash')}?{urlencode({'kind': meta.label_lower})}",
        is_current,
    )


def sought(rows, words):
    """Narrowed by words, where the kind has any to search by."""
    if not search_words(words):
        return rows
    if has_field(rows.model, "search"):
        return matching(rows, words)
    if has_field(rows.model, "name_fold"):
        return rows.filter(name_fold__contains=folded(words.strip()))
    return rows


def has_field(model, name) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def rows_of(request, rows):
    """A page of what was trashed last, each row with `trashed_by`."""
    order = Order("deleted_at", is_descending=True)
    address = request.GET
    found = page(rows, order, size=SIZE, after=address.get("after", ""), before=address.get("before", ""))
    kind = ContentType.objects.get_for_model(rows.model)
    told = HistoryEntry.objects.filter(record_type=kind, record_id__in=[one.pk for one in found.rows], verb="trashed")
    last = told.order_by("record_id", "-occurred_at", "-pk").distinct("record_id").select_related("actor")
    actors = {entry.record_id: entry.actor for entry in last}
    for row in found.rows:
        row.trashed_by = actors.get(row.pk)
    return found


@require_POST
def restore(request, label, pk):
    model = next((one for one in kinds_of(request.user) if one._meta.label_lower == label), None)
    if model is None:
        raise Http404
    record = model.objects.trashed_by_reach_of(request.user).filter(pk=pk).first()
    if record is not None:
        records.restore(record, by=request.user)
    else:
        # A second press finds it restored already.
        record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    messages.success(request, _("%(record)s was restored.") % {"record": record})
    is_visible = hasattr(record, "get_absolute_url") and model.objects.visible_to(request.user).filter(pk=pk).exists()
    back = f"{reverse('crm:trash')}?{urlencode({'kind': label})}"
    return HttpResponseRedirect(record.get_absolute_url() if is_visible else back)
