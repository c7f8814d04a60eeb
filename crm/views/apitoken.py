"""One's own keys to the REST API."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.actions import apitoken as apitokens
from crm.forms.apitoken import ApiTokenForm
from crm.models import ApiToken
from crm.ui.pages.form import FormTexts


def tokens(request):
    mine = ApiToken.objects.visible_to(request.user)
    return render(request, "crm/apitoken/list.html", {"tokens": mine, "alive": set(mine.alive())})


@reauthentication_required
def create(request):
    """The secret is shown in the answer alone: it is kept nowhere, so there is no page to come back to."""
    form = ApiTokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        token, secret = apitokens.issue(by=request.user, **form.arguments())
        return render(request, "crm/apitoken/secret.html", {"token": token, "secret": secret}, status=201)
    page = FormTexts(_("New API token"), _("Make the token"), request.path.removesuffix("new/"))
    return render(request, "ui/form.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_POST
def revoke(request, pk):
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    apitokens.revoke(token, by=request.user)
    messages.success(request, _("%(token)s no longer works.") % {"token": token})
    return redirect("crm:apitoken-list")
