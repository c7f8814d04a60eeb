"""The page one begins on: blocks that the apps hang there, each drawn only when it has something to say."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.ui import money as written
from crm.ui.pages.form import FormTexts
from crm.ui.registry import registry


def home(request):
    drawn = [(block, block.draw(request)) for block in sorted(registry.home, key=lambda one: one.position)]
    context = {
        "page": FormTexts(_("Home"), "", "/", icon="home"),
        "blocks": [html for block, html in drawn if html and not block.is_aside],
        "aside": [html for block, html in drawn if html and block.is_aside],
        "today": written.written(timezone.localdate(), _("l, F j")),
        "has_roles": request.user.is_superuser or request.user.roles.exists(),
    }
    return render(request, "crm/home/home.html", context)
