from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def duration(seconds):
    """A stretch of time in its largest unit: 3 days, 5 hours, 12 minutes."""
    seconds = seconds or 0
    if seconds >= 86400:
        return said(seconds // 86400, ngettext("%(count)s day", "%(count)s days", seconds // 86400))
    if seconds >= 3600:
        return said(seconds // 3600, ngettext("%(count)s hour", "%(count)s hours", seconds // 3600))
    return said(seconds // 60, ngettext("%(count)s minute", "%(count)s minutes", seconds // 60))


def said(count, text) -> str:
    return text % {"count": count}
