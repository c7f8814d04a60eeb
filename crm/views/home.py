"""The page one begins on: blocks that the apps hang there, each drawn only when it has something to say."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.ui import money as written
from crm.ui.pages.form import FormTexts
from crm.ui.registry import registry


def home(request):
    """Where a block leads, the others come once the page stands; where none does, all come at once."""
    found = drawn(request, is_leading=True)
    is_postponed = bool(found) and "whole" not in request.GET
    if not is_postponed:
        found += drawn(request, is_leading=False)
    context = {
        "page": FormTexts(_("Home"), "", "/", icon="home"),
        **columns(found),
        "whole_url": whole_url() if is_postponed else "",
        "today": written.written(timezone.localdate(), _("l, F j")),
        "has_roles": partial(has_roles, request.user),
    }
    return render(request, "crm/home/home.html", context)


def rest(request):
    """What follows the blocks that lead, in one answer; by itself it is no page."""
    if not request.htmx:
        return redirect(whole_url())
    return render(request, "crm/home/_rest.html", columns(drawn(request, is_leading=False)))


def whole_url() -> str:
    """Everything at once: without script, and where the rest did not come."""
    return f"{reverse('home')}?whole=1"


def drawn(request, *, is_leading: bool) -> list[tuple]:
    """(block, its HTML) of those that have something to say."""
    asked = [block for block in registry.home if block.is_leading == is_leading]
    return [(block, html) for block in asked if (html := block.draw(request))]


def columns(found) -> dict:
    ordered = sorted(found, key=lambda pair: pair[0].position)
    return {
        "blocks": [html for block, html in ordered if not block.is_aside],
        "aside": [html for block, html in ordered if block.is_aside],
    }


def has_roles(user) -> bool:
    return user.is_superuser or user.roles.exists()
