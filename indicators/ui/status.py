"""Statuses as shape, word and colour: never colour alone."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.templatetags.ui import icon

# Status to icon and tone of a chip.
LOOKS = {
    "desired": ("circle-check", "green"),
    "acceptable": ("circle", "blue"),
    "below": ("alert-triangle", "red"),
    "no_data": ("ban", "muted"),
    "context": ("info-circle", "muted"),
    "waiting": ("clock", "muted"),
    "open": ("alert-triangle", "red"),
    "checking": ("clock", "blue"),
    "effective": ("circle-check", "green"),
    "escalated": ("arrow-up", "red"),
    "dismissed": ("circle-x", "muted"),
    "draft": ("pencil", "muted"),
    "active": ("player-play", "green"),
    "closed": ("player-stop", "muted"),
}
SIGNALS = {
    "adverse": _("worse, not by chance"),
    "good": _("better, not by chance"),
    "change": _("changed, not by chance"),
}
SHAPES = {"adverse": ("arrow-down", "red"), "good": ("arrow-up", "green"), "change": ("arrows-exchange", "orange")}


def chip(status: str, text) -> str:
    name, tone = LOOKS.get(status, ("circle", "muted"))
    return format_html('<span class="n-badge n-badge--{}">{}{}</span>', tone, icon(name), text)


def indicator_status(value, indicator):
    """The status, and whether the newest change is more than chance."""
    drawn = chip(indicator.status, indicator.get_status_display())
    if indicator.signal not in SIGNALS:
        return drawn
    return format_html('{} <span class="n-muted">{}</span>', drawn, SIGNALS[indicator.signal])


def signal_chip(signal: str) -> str:
    """ "" where the change may be chance."""
    if signal not in SIGNALS:
        return ""
    name, tone = SHAPES[signal]
    return format_html('<span class="n-badge n-badge--{}">{}{}</span>', tone, icon(name), SIGNALS[signal])


def action_state(value, action):
    return chip(action.state, action.get_state_display())


def plan_state(value, plan):
    return chip(plan.state, plan.get_state_display())
