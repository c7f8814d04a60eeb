"""A card's frame on a board, with the menu that moves it. Written in Python: a template a card would cost more than
the rest of the page."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

EMPTY = SafeString("")
TILE = """<li class="n-tile {css}" id="card-{pk}" data-card="{pk}"{title}{move_url}>
  <div class="n-tile__body">{html}</div>{menu}
</li>"""
MENU = """
  <details class="n-tile__move" data-card-menu>
    <summary class="n-icon-button" aria-label="{label}">{dots}</summary>
    <form method="post" action="{url}" data-move-form data-no-draft>
      <input type="hidden" name="csrfmiddlewaretoken" value="{token}">{version}
      <label class="form-label" for="move-{pk}">{to}</label>
      <div class="n-tile__choice">
        <select class="form-select" id="move-{pk}" name="stage" data-plain>{options}</select>
        <button class="btn">{move}</button>
      </div>
    </form>
  </details>"""
VERSION = '<input type="hidden" name="version" value="{}">'


def tile(card, *, options, token, dots) -> SafeString:
    """`options` are the choices of the menu, empty where the page has them already; `dots` is the menu's icon."""
    return format_html(
        TILE,
        css=card.css,
        pk=card.pk,
        title=format_html(' data-title="{}"', card.title) if card.title else EMPTY,
        move_url=format_html(' data-move-url="{}"', card.move_url) if card.move_url else EMPTY,
        html=card.html,
        menu=menu(card, options, token, dots) if card.move_url else EMPTY,
    )


def menu(card, options, token, dots) -> SafeString:
    return format_html(
        MENU,
        label=_("Move %(title)s to…") % {"title": card.title} if card.title else _("Move to…"),
        dots=dots,
        url=card.move_url,
        token=token,
        version=format_html('<input type="hidden" name="version" value="{}">', card.version)
        if card.version
        else EMPTY,
        pk=card.pk,
        to=_("Move to"),
        options=options,
        move=_("Move"),
    )
