"""One's own account: words, looks, mail, and what one may do."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.actions import user as users
from crm.forms.profile import PreferenceForm, ProfileForm
from crm.models import User
from crm.ui.pages.form import FormTexts
from crm.views.access import matrix


def profile(request):
    # A copy: a refused form must not show its values in the frame.
    mine = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        users.edit_profile(request.user, by=request.user, values=form.values())
        with translation.override(mine.language or request.organization.language):
            messages.success(request, _("Your profile was saved."))
        return redirect("crm:profile")
    page = FormTexts(_("Your profile"), _("Save"), "")
    return render(request, "crm/user/profile.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_POST
def preference(request):
    form = PreferenceForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.fields or not form.is_valid():
        return HttpResponseBadRequest()
    users.edit_profile(request.user, by=request.user, values=form.cleaned_data)
    return HttpResponse(status=204)


def my_access(request):
    return render(request, "crm/user/my_access.html", {"matrix": matrix(request.user), "person": request.user})
