"""One bar of a table of parts: as long as its share of the longest."""

from django.utils.safestring import SafeString

from indicators.ui.svg import box, element

WIDTH, HEIGHT = 160.0, 10.0


def share_bar(value, longest) -> SafeString:
    """`longest` is the largest size in the table; what is below nought is drawn as long, and told apart."""
    share = abs(float(value)) / float(longest) if value and longest else 0.0
    css = "n-bar__fill n-bar__fill--minus" if value and value < 0 else "n-bar__fill"
    return element(
        "svg",
        box(0.0, 0.0, WIDTH, HEIGHT, "n-bar__track", rx=2),
        box(0.0, 0.0, WIDTH * min(share, 1.0), HEIGHT, css, rx=2),
        css="n-bar",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
