import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = [("Edge", "Edg"), ("Opera", "OPR"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS"),
    ("Linux", "Linux"),
]


@register.filter
def browser(user_agent) -> str:
    """ "Firefox, Windows" from what a browser says of itself; anything else by its first word."""
    program = next((name for name, mark in BROWSERS if mark in user_agent), None)
    system = next((name for name, mark in SYSTEMS if mark in user_agent), None)
    if program or system:
        return ", ".join(part for part in (program, system) if part)
    return re.split(r"[/\s]", user_agent)[0][:40] or _("Unknown program")


@register.filter
def plural(model) -> str:
    """The name of a kind of record, for more than one."""
    return model._meta.verbose_name_plural
