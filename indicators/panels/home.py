"""What the home page says of indicators: the headline figures, or what one answers for oneself."""

from django.template.loader import render_to_string
from django.urls import reverse

from indicators.models import Indicator
from indicators.panels.card import cards

MOST = 7


def headlines(request) -> str:
    """For who may see the organization's figures, from what is kept; for others a place their own come to."""
    user = request.user
    if not user.access.may("view", Indicator):
        return ""
    if not user.access.may("figures", Indicator):
        return own(request)
    found = Indicator.objects.visible_to(user).headlines().select_related("plan", "accountable")[:MOST]
    drawn = cards(user, list(found))
    if not drawn:
        return ""
    context = {"cards": drawn, "all_url": reverse("indicators:indicator-overview")}
    return render_to_string("indicators/overview/_home.html", context, request)


def own(request) -> str:
    """Worked out live, so asked for after the page stands."""
    if not Indicator.objects.visible_to(request.user).watched().exists():
        return ""
    context = {"url": reverse("indicators:indicator-overview")}
    return render_to_string("indicators/overview/_home_own.html", context, request)
