import pytest

from launcher import assets, sprite
from launcher.problems import Problem


def test_the_sprite_holds_each_named_icon_once_and_in_order(tmp_path):
    icons = _drawings(tmp_path, "outline/user.svg", "outline/bell.svg", "filled/star.svg")
    names = tmp_path / "icons.txt"
    names.write_text("user\nstar-filled\n\nbell\nuser\n")

    svg = sprite.build(names, icons)

    assert [part.split('"')[1] for part in svg.split("<symbol ")[1:]] == ["bell", "star-filled", "user"]
    assert svg.count('<path d="M1 1"/>') == 3


def test_an_unknown_icon_is_named(tmp_path):
    names = tmp_path / "icons.txt"
    names.write_text("unicorn\n")

    with pytest.raises(Problem, match="unknown icon: unicorn"):
        sprite.build(names, _drawings(tmp_path))


def test_source_map_comments_are_stripped_from_scripts_and_styles():
    script = 'a("//# x")\n//# sourceMappingURL=a.js.map'
    style = "a{b:c}\n/*# sourceMappingURL=a.css.map */"

    assert [assets.SOURCE_MAP.sub("", text) for text in (script, style)] == ['a("//# x")\n', "a{b:c}\n"]


def test_the_collected_files_reach_for_no_other_host():
    loaded = [
        line
        for path in sorted(assets.VENDOR.glob("*.css"))
        for line in path.read_text().replace("}", "}\n").splitlines()
        if "url(http" in line or "url(//" in line or "@import" in line
    ]

    assert loaded == []


def _drawings(place, *names):
    for name in ("outline/x.svg", *names):
        path = place / "icons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<svg class="icon">\n <path d="M1 1"/>\n</svg>')
    return place / "icons"
