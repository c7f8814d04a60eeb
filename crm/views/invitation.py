"""The page behind an invitation's link: choose a password, and come in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from crm.actions import invitation as invitations
from crm.forms.account import FirstPasswordForm


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request, secret):
    """Unknown, used and expired links all answer alike."""
    found = invitations.holding(secret)
    if found is None:
        return render(request, "crm/invitation/gone.html", status=410)
    user = found.user
    with translation.override(user.language or request.organization.language):
        form = FirstPasswordForm(data=request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            accepted = accept(form, secret)
            if accepted:
                return sign_in(request, accepted)
        status = 422 if form.is_bound else 200
        return render(request, "crm/invitation/accept.html", {"form": form, "invited": user}, status=status)


def accept(form, secret):
    try:
        user = invitations.accept(secret, password=form.cleaned_data["password1"])
    except ValidationError as error:
        form.add_error("password1", error)
        return None
    if user is None:
        form.add_error(None, _gone())
    return user


def _gone():
    return translation.gettext("This link no longer works. Ask your administrator for a new invitation.")


def sign_in(request, user):
    """By allauth, so that a second step is asked of who has one."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method="invitation")
    return perform_login(request, Login(user=user, email=user.email))
