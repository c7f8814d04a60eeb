"""A line small enough to stand in a row: the last figures, and the baseline dashed through them."""

from django.utils.safestring import SafeString

from indicators.ui.scale import Scale, span
from indicators.ui.svg import element, line, polyline

WIDTH, HEIGHT, RIM = 120.0, 32.0, 4.0


def spark(values, mean=None, *, told: str = "") -> SafeString:
    """`values` are oldest first, None where there was no data; `told` says in words what it shows."""
    low, high = span([*values, mean])
    up = Scale(low, high, HEIGHT - RIM, RIM)
    step = (WIDTH - 2 * RIM) / max(len(values) - 1, 1)
    places = [(RIM + at * step, up(one)) if one is not None else None for at, one in enumerate(values)]
    parts = [line(RIM, up(mean), WIDTH - RIM, up(mean), "n-spark__mean")] if mean is not None else []
    parts += [polyline(run, "n-spark__line") for run in runs(places) if len(run) > 1]
    parts += [dot(run[0], "n-spark__dot") for run in runs(places) if len(run) == 1]
    if places and places[-1]:
        parts.append(dot(places[-1], "n-spark__last"))
    return element(
        "svg",
        *parts,
        css="n-spark",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        preserveAspectRatio="xMinYMid meet",
        role="img" if told else None,
        aria_label=told or None,
        aria_hidden=None if told else "true",
    )


def runs(places) -> list[list]:
    """The stretches between gaps: a line never leads over a period without data."""
    found = [[]]
    for one in places:
        if one is None:
            found.append([])
        else:
            found[-1].append(one)
    return [run for run in found if run]


def dot(place, css) -> SafeString:
    return element("circle", cx=place[0], cy=place[1], r=2.5, css=css)
