"""python -m bench pages imports exports signin indicators tasks — against the database of DATABASE_URL, made by `manage.py demo`."""

import os
import sys

import django

NAMES = ("pages", "imports", "exports", "signin", "indicators", "tasks")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("NORTE_MODE", "embedded")
    django.setup()
    from importlib import import_module

    names = sys.argv[1:] or ["pages"]
    for name in names:
        if name not in NAMES:
            raise SystemExit(f"no benchmark named {name}: {', '.join(NAMES)}")
        import_module(f"bench.{name}").run()
