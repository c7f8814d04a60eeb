"""Drawings as SVG made on the server: everything in them is escaped here, and nothing carries a style of its own."""

from html import escape

from django.utils.safestring import SafeString


def element(name: str, *children, **attributes) -> SafeString:
    """One element. `css` is its class, aria_label is aria-label; None leaves an attribute out."""
    told = "".join(
        f' {named(key)}="{escape(written(value))}"' for key, value in attributes.items() if value is not None
    )
    return SafeString(f"<{name}{told}>{''.join(map(inner, children))}</{name}>")


def named(key: str) -> str:
    return "class" if key == "css" else key.replace("_", "-")


def written(value) -> str:
    """Numbers with a point and one digit: a comma of the reader's language would break the drawing."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def inner(child) -> str:
    return child if isinstance(child, SafeString) else escape(str(child))


def text(told, x: float, y: float, css: str, anchor: str = "start") -> SafeString:
    return element("text", told, x=x, y=y, css=css, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> SafeString:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)


def box(x: float, y: float, width: float, height: float, css: str, **more) -> SafeString:
    return element("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), css=css, **more)


def polyline(places, css: str) -> SafeString:
    return element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), css=css)
