from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from crm.ui import money as written
from crm.ui.registry import registry
from crm.ui.routes import page_url

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, css=""):
    """An icon of the sprite; pages draw dozens of a few kinds."""
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
def in_words(day, pattern):
    """{{ day|in_words:"l, j F" }}: as |date, with the months of a language in the case it writes them."""
    return written.written(day, pattern)


@register.filter
def initials(value):
    words = str(value).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.simple_tag
def account_links(request) -> list[dict]:
    """Further pages of one's own account, which apps hang there."""
    items = [item for item in registry.account if item.may is None or item.may(request.user)]
    return [{"label": item.label, "url": page_url(item.url_name)} for item in items]
