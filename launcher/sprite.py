"""One SVG file of the icons named in static/icons.txt."""

import re
from pathlib import Path

from launcher.problems import Problem

# The stroke's width is left out: Tabler's .icon class sets it, and an attribute here would win.
OUTLINE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
FILLED = 'fill="currentColor"'
CANVAS = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


def build(names_file: Path, icons: Path) -> str:
    """A sprite of every icon named in the file; `<name>-filled` takes the filled drawing."""
    symbols = [_symbol(name, icons) for name in icon_names(names_file)]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def icon_names(names_file: Path) -> list[str]:
    return sorted({line.strip() for line in names_file.read_text().splitlines() if line.strip()})


def _symbol(name: str, icons: Path) -> str:
    source, look = icons / "outline" / f"{name}.svg", OUTLINE
    if name.endswith("-filled"):
        source, look = icons / "filled" / f"{name.removesuffix('-filled')}.svg", FILLED
    if not source.is_file():
        raise Problem(f"static/icons.txt names an unknown icon: {name} (names are on tabler.io/icons).")
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{_drawing(source.read_text())}</symbol>'


def _drawing(svg: str) -> str:
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r">\s+<", "><", CANVAS.sub("", inner)).strip()
