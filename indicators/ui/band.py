"""The bands as a thin bar with the mark of the figure on it."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.ui.scale import Scale, span
from indicators.ui.svg import box, element, line

WIDTH, HEIGHT, TOP, THICK = 240.0, 20.0, 8.0, 6.0
OPEN = 0.3


def bar(value, edges, mean=None, *, told: str = "") -> SafeString:
    """`edges` has acceptable_low … desired_high, None where a side is open."""
    low, high = reaching(value, edges, mean)
    along = Scale(low, high, 0.0, WIDTH)
    parts = [box(0.0, TOP, WIDTH, THICK, "n-band__out", rx=3)]
    parts.append(stretch(along, edges.acceptable_low, edges.acceptable_high, "n-band__acceptable"))
    if edges.has_desired:
        parts.append(stretch(along, edges.desired_low, edges.desired_high, "n-band__desired"))
    if mean is not None:
        parts.append(line(along(mean), TOP - 3, along(mean), TOP + THICK + 3, "n-band__mean"))
    if value is not None:
        at = along(value)
        parts.append(element("path", d=f"M{at:.1f} {TOP + 3:.1f} l-5 -10 h10 z", css="n-band__mark"))
    return element(
        "svg",
        *parts,
        css="n-band",
        viewBox=f"-6 -3 {WIDTH + 12:.0f} {HEIGHT + 3:.0f}",
        role="img" if told else None,
        aria_label=told or None,
        aria_hidden=None if told else "true",
    )


def reaching(value, edges, mean) -> tuple[float, float]:
    """Beyond the last edge there is room enough to see the band that is open there."""
    low, high = span([value, mean, *within(edges)])
    room = (high - low) * OPEN
    below = room if edges.acceptable_low is None else 0.0
    above = room if edges.acceptable_high is None else 0.0
    return (max(low - below, 0.0) if low >= 0 else low - below), high + above


def within(edges):
    return (edges.acceptable_low, edges.acceptable_high, edges.desired_low, edges.desired_high)


def stretch(along, low, high, css) -> SafeString:
    """An open side reaches to the rim."""
    begin = along.begin if low is None else along.held(low)
    end = along.end if high is None else along.held(high)
    return box(begin, TOP, end - begin, THICK, css)


def told(edges, write) -> list[tuple[str, str]]:
    """Each band with what it reaches from and to, in words."""
    has_desired = edges.desired_low is not None or edges.desired_high is not None
    found = [(_("Desired"), reach(edges.desired_low, edges.desired_high, write))] if has_desired else []
    return [*found, (_("Acceptable"), reach(edges.acceptable_low, edges.acceptable_high, write))]


def reach(low, high, write) -> str:
    if high is None:
        return _("from %(low)s") % {"low": write(low)}
    if low is None:
        return _("up to %(high)s") % {"high": write(high)}
    return _("%(low)s to %(high)s") % {"low": write(low), "high": write(high)}
