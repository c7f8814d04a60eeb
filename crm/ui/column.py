"""A column of a board: its head, its cards, the way to more of them. Written in Python: a template a card would cost
more than the rest of the page.

A card's link "Move to…" leads to the verb's own page; with script it opens the menu that the board holds once.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.templatetags.ui import icon

EMPTY = SafeString("")
COLUMN = """<section class="n-column n-column--{kind}" aria-labelledby="col-{pk}-label" data-column="{pk}"
    data-label="{label}">
  {head}
  <ul class="n-column__cards" data-cards aria-labelledby="col-{pk}-label">{cards}</ul>
  <p class="n-column__empty">{empty}</p>
</section>
"""
HEAD = """<header class="n-column__head" id="col-{pk}-head"{swap}>
  <h2 class="n-column__label" id="col-{pk}-label">{icon}{label} <span class="n-count">{count}</span></h2>
  {sums}
</header>
"""
SUMS = '<p class="n-column__sum"><span>{}</span>{}</p>'
WEIGHTED = """<span class="n-column__weighted" title="{}"><span class="visually-hidden">{}</span> ≈ {}</span>"""
TILE = """<li class="n-tile {css}" id="card-{pk}" data-card="{pk}" data-title="{title}">
  <div class="n-tile__body">{html}</div>
</li>
"""
MOVABLE = """<li class="n-tile {css}" id="card-{pk}" data-card="{pk}" data-title="{title}" data-version="{version}">
  <div class="n-tile__body">{html}</div>
  <a class="n-icon-button n-tile__move" data-card-menu href="{move_url}" aria-label="{label}">{dots}</a>
</li>
"""
MORE = """<li class="n-column__more" hx-get="{0}" hx-trigger="intersect once" hx-swap="outerHTML">
  <a class="btn n-btn-quiet" href="{0}">{1}</a>
</li>"""
ICONS = {"won": "trophy", "lost": "circle-x"}


def drawn(column) -> SafeString:
    """A BoardColumn as a whole."""
    return format_html(
        COLUMN,
        kind=column.kind,
        pk=column.pk,
        label=column.label,
        head=head(column),
        cards=cards(column.cards, column.more_url),
        empty=column.empty_text or _("Nothing here. Drop a card to move it to this step."),
    )


def head(column, *, is_swap=False) -> SafeString:
    """Its name, how many it holds and what they are worth; as a swap it takes the place of the one on the page."""
    return format_html(
        HEAD,
        pk=column.pk,
        swap=SafeString(' hx-swap-oob="true"') if is_swap else EMPTY,
        icon=icon(ICONS[column.kind]) if column.kind in ICONS else EMPTY,
        label=column.label,
        count=column.count_text,
        sums=format_html(SUMS, column.sum_text, weighted(column.weighted_text)) if column.sum_text else EMPTY,
    )


def weighted(text):
    return format_html(WEIGHTED, _("Weighted by probability"), _("Weighted:"), text) if text else EMPTY


def cards(found, more_url=None) -> SafeString:
    """BoardCards, and where more of them are, if there are more."""
    tiles = format_html_join("", "{}", ((tile(card),) for card in found))
    return tiles + format_html(MORE, more_url, _("Show more")) if more_url else tiles


def tile(card) -> SafeString:
    if not card.move_url:
        return format_html(TILE, css=card.css, pk=card.pk, title=card.title, html=card.html)
    return format_html(
        MOVABLE,
        css=card.css,
        pk=card.pk,
        title=card.title,
        version=card.version,
        html=card.html,
        move_url=card.move_url,
        label=_("Move %(title)s to…") % {"title": card.title},
        dots=icon("dots"),
    )
