"""What the home page says of indicators: the headline figures, or what one answers for oneself."""

from django.template.loader import render_to_string
from django.urls import reverse

from indicators.models import Indicator
from indicators.panels.card import cards

MOST = 7


def headlines(request) -> str:
    """For who may see the organization's figures, from what is kept."""
    if not sees_all(request.user):
        return ""
    found = Indicator.objects.visible_to(request.user).headlines().for_cards()[:MOST]
    drawn = cards(request.user, list(found))
    if not drawn:
        return ""
    context = {"cards": drawn, "all_url": reverse("indicators:indicator-overview")}
    return render_to_string("indicators/overview/_home.html", context, request)


def own(request) -> str:
    """For others a place their own come to: worked out live, so asked for after the page stands."""
    user = request.user
    if sees_all(user) or not Indicator.objects.visible_to(user).watched().exists():
        return ""
    context = {"url": reverse("indicators:indicator-overview")}
    return render_to_string("indicators/overview/_home_own.html", context, request)


def sees_all(user) -> bool:
    return user.access.may("view", Indicator) and user.access.may("figures", Indicator)
