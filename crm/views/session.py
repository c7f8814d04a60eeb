"""Ends one session of one's own; the list of them is allauth's."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.actions import user as users


@require_POST
def end(request, pk):
    users.end_session(get_object_or_404(UserSession, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")
