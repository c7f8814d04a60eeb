"""The house's own files."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

from crm.tests.house.world import LOCAL

ROOT = Path(settings.BASE_DIR)


def python_files(*, tests=False) -> list[Path]:
    found = [path for app in LOCAL for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if tests or "tests" not in path.relative_to(ROOT).parts]


@cache
def sources() -> list[tuple[str, ast.AST]]:
    return [(named(path), ast.parse(path.read_text())) for path in python_files()]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.*"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))
