from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from crm.ui import money as written

register = template.Library()


@register.simple_tag
def icon(name, css=""):
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def money(value, currency="BRL"):
    return written.money(value, currency or "BRL")


@register.filter
def number(value):
    return written.number(value)


@register.filter
def when(moment):
    return written.when(moment)


@register.filter
def initials(value):
    words = str(value).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
