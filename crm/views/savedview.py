"""The pages to keep saved views: save, edit, arrange, delete; and their counts."""

import secrets

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.actions import savedview as savedviews
from crm.actions.once import once
from crm.forms.savedview import NewViewForm, SavedViewForm, audience_of
from crm.models import SavedView
from crm.panels.savedview import address, may_arrange, saved_tab, views_for, views_of
from crm.ui.money import count_text
from crm.ui.pages.form import FormTexts, add_errors
from crm.ui.pages.list import COUNT_CAP
from crm.ui.pages.query import collection_of, counted, filtered, kept, page_on, problems, read, url_of


@require_GET
def counts(request):
    """The counts of the tabs of one list and of the pinned views, sent beside the page they belong to."""
    wanted = [(f"menu-count-{view.pk}", view.page, view.query) for view in views_for(request) if view.is_pinned]
    if request.GET.get("on"):
        page = page_on(request)
        wanted += [
            (tab.count_id, page, tab.query) for tab in views_of(request, page.model, page.mode) if tab.count_id
        ]
    found = {}
    for __, page, query in wanted:
        if (page, query) not in found:
            found[page, query] = count_in_words(page, request, query)
    drawn = [(name, found[page, query]) for name, page, query in wanted]
    return HttpResponse(render_to_string("crm/savedview/_counts.html", {"counts": drawn}))


def count_in_words(page, request, query) -> str:
    """Empty where there is none to give: invalid, or slower than anybody would wait."""
    number = None if problems(page, query) else counted(page, request, query)
    return "" if number is None else count_text(number, COUNT_CAP)


def create(request):
    page = page_on(request)
    query = request.GET.get("query", "")
    base = opened_from(request, page, query)
    clean = kept(page, query)
    form = NewViewForm(request.POST or None, user=request.user, view=base)
    key = request.POST.get("once", "")
    if request.method == "POST" and is_sound(form, page, request, clean):
        view = once(request.user, key, lambda: keep(form, page, base, clean, request.user))
        messages.success(request, _("The view “%(name)s” was saved.") % {"name": view.name})
        view.page = page
        return HttpResponseRedirect(address(view))
    back = f"{url_of(page)}?{query}"
    return show(
        request, form, _("Save view"), back, filtered(page, request, clean), once=key or secrets.token_urlsafe(16)
    )


def opened_from(request, page, query):
    """The saved view the list was opened from, if this person may bring it up to date."""
    pk = read(query).get("view", "")
    views = SavedView.objects.visible_to(request.user, "change").of(page.model).filter(mode=page.mode)
    return views.filter(pk=pk).first() if pk.isdigit() else None


def is_sound(form, page, request, query) -> bool:
    """Whether the form and the filter it is to keep are both valid."""
    if not form.is_valid():
        return False
    filterset = filtered(page, request, query)
    for name, errors in filterset.form.errors.items():
        form.add_error(None, [f"{filterset.form.fields[name].label}: {one}" for one in errors])
    return not form.errors


def keep(form, page, base, query, by) -> SavedView:
    if base is not None and form.cleaned_data.get("replaces"):
        return savedviews.change(base, by=by, values={"query": query})
    kind = ContentType.objects.get_for_model(page.model)
    view = SavedView(record_type=kind, mode=page.mode, query=query, **form.values())
    return savedviews.save(view, by=by, is_pinned=form.cleaned_data["is_pinned"])


def changeable(request, pk) -> SavedView:
    """A view this person may change; 404 for any other, as if it did not exist."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user, "change").with_pins_of(request.user), pk=pk)
    view.model = view.record_type.model_class()
    view.page = view.model and collection_of(view.model, view.mode)
    if not view.page:
        raise Http404
    return view


def edit(request, pk):
    view = changeable(request, pk)
    initial = {"name": view.name, "audience": audience_of(view), "is_pinned": view.is_pinned}
    form = SavedViewForm(request.POST or None, user=request.user, view=view, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            savedviews.change(view, by=request.user, values=form.values(), is_pinned=form.cleaned_data["is_pinned"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The view “%(name)s” was saved.") % {"name": form.cleaned_data["name"]})
            return redirect("crm:savedview-list")
    title = _("Edit the view “%(name)s”") % {"name": view.name}
    return show(request, form, title, reverse("crm:savedview-list"), filtered(view.page, request, view.query), view)


def show(request, form, title, cancel_url, filterset, view=None, **context):
    context |= {
        "page": FormTexts(title, _("Save"), cancel_url, icon="bookmark"),
        "form": form,
        "chips": filterset.chips(filterset.data) if filterset.is_valid() else [],
        "words": filterset.data.get("q", ""),
        "problems": problems(view.page, view.query) if view else [],
        "view": view,
    }
    return render(request, "crm/savedview/form.html", context, status=422 if form.errors else 200)


def broken(request, pk):
    """Says why a view can no longer be shown, and offers what is left of it."""
    view = next((view for view in views_for(request) if view.pk == pk), None)
    if view is None:
        raise Http404
    context = {
        "page": FormTexts(view.name, "", url_of(view.page)),
        "view": view,
        "problems": problems(view.page, view.query),
        "rest_url": f"{url_of(view.page)}?{kept(view.page, view.query)}",
        "may_change": may_arrange(request.user, pk),
    }
    return render(request, "crm/savedview/broken.html", context)


@require_GET
def index(request):
    """All views of this person, by list: pin, arrange, change, delete."""
    own = set(SavedView.objects.visible_to(request.user, "change").values_list("pk", flat=True))
    groups = {}
    for view in views_for(request):
        view.tab, view.may_change = saved_tab(view), view.pk in own
        view.is_mine = view.owner_id == request.user.pk
        label = view.page.title or capfirst(view.model._meta.verbose_name_plural)
        groups.setdefault(str(label), []).append(view)
    page = FormTexts(_("Saved views"), "", "/", icon="bookmark")
    return render(request, "crm/savedview/list.html", {"page": page, "groups": groups})


@require_POST
def pin(request, pk):
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    savedviews.pin(view, by=request.user, is_pinned=request.POST.get("is_pinned") == "1")
    return redirect("crm:savedview-list")


@require_POST
def move(request, pk):
    savedviews.move(changeable(request, pk), by=request.user, is_up=request.POST.get("to") == "up")
    return redirect("crm:savedview-list")


def delete(request, pk):
    view = changeable(request, pk)
    if request.method == "POST":
        savedviews.delete(view, by=request.user)
        messages.success(request, _("The view “%(name)s” was deleted.") % {"name": view.name})
        return redirect("crm:savedview-list")
    lead = _("The view disappears for everybody who sees it. The records stay.")
    title = _("Delete the view “%(name)s”?") % {"name": view.name}
    page = FormTexts(title, _("Delete"), reverse("crm:savedview-list"), lead=lead)
    return render(request, "ui/confirm.html", {"page": page, "is_destructive": True, "consequence": lead})
