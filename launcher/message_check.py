"""Are the translations complete? Fails on a message that is missing, empty or fuzzy.

    python -m launcher.message_check

Extracts afresh into a copy of the sources, so that the working folder stays as it is. For CI: needs
gettext and the development packages.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.paths import ROOT

PARTS = (".py", ".html", ".txt", ".js", ".po")
MADE_HERE = {"node_modules", "vendor", "staticfiles", "var", "__pycache__", "tests"}
SHOWN = 50
LOCALE = "pt_BR"
SETTINGS = {"NORTE_MODE": "embedded", "SECRET_KEY": "of no worth: nothing is served here"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_sources(copy)
        extract(copy)
        faults = [fault for po in sorted(copy.rglob("*.po")) for fault in faults_of(po, copy)]
    if faults:
        sys.exit("\n".join([*faults[:SHOWN], f"{len(faults)} messages are not translated."]))
    print("Every message is translated.")


def extract(copy: Path) -> None:
    """Into the .po files of the copy, in Python and templates, and in scripts where they have some."""
    (copy / "locale").mkdir(exist_ok=True)
    for domain in sorted({"django"} | {po.stem for po in copy.rglob("*.po")}):
        command = [sys.executable, "manage.py", "makemessages", "--locale", LOCALE, "--domain", domain]
        subprocess.run(
            [*command, "--no-wrap", "--no-obsolete", "--ignore", "vendor"],
            cwd=copy,
            env=os.environ | SETTINGS,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def faults_of(po: Path, root: Path):
    from polib import pofile

    place = po.relative_to(root)
    for entry in pofile(str(po)):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield f"{place}: fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"{place}: missing: {entry.msgid!r}"


def _copy_sources(copy: Path) -> None:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE_HERE and not name.startswith(".")]
        for source in (Path(folder, name) for name in files if name.endswith(PARTS)):
            target = copy / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


if __name__ == "__main__":
    main()
