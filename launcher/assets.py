"""Front-end files: fetched by npm as locked, and only what pages use collected into static/vendor."""

import re
from pathlib import Path

from launcher import npm, sprite, stamps
from launcher.paths import NODE_MODULES, ROOT, VENDOR

COLLECTED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/css/tabler-vendors.min.css": "tabler-vendors.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "sortablejs/Sortable.min.js": "sortable.min.js",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select.complete.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.bootstrap5.min.css",
}
ICONS_FILE = ROOT / "static" / "icons.txt"
LOCK = ROOT / "package-lock.json"
STAMP = VENDOR / ".stamp"
FETCHED = NODE_MODULES / ".norte-stamp"
# The manifest storage would look for the map files, which are not shipped.
SOURCE_MAP = re.compile(r"(?://|/\*)[#@] ?sourceMappingURL=[^\s*]+(?:\s*\*/)?")


def ensure(say=print) -> None:
    """Bring static/vendor up to the lock file and the list of icons."""
    inputs = [LOCK, ICONS_FILE, Path(__file__), Path(sprite.__file__)]
    if stamps.is_fresh(STAMP, inputs) and all((VENDOR / name).exists() for name in _results()):
        return
    if not stamps.is_fresh(FETCHED, [LOCK]):
        say("Fetching front-end packages ...")
        npm.install()
        stamps.record(FETCHED, [LOCK])
    collect()
    stamps.record(STAMP, inputs)


def collect() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in COLLECTED.items():
        text = (NODE_MODULES / source).read_text(encoding="utf-8")
        _replace(VENDOR / name, SOURCE_MAP.sub("", text))
    _replace(VENDOR / "icons.svg", sprite.build(ICONS_FILE, NODE_MODULES / "@tabler/icons/icons"))


def _results() -> list[str]:
    return [*COLLECTED.values(), "icons.svg"]


def _replace(target: Path, text: str) -> None:
    """Whole at every moment: a page may be asking for it meanwhile."""
    fresh = target.with_name(target.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)
