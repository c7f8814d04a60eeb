"""Where things lie in this folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
