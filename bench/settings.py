"""The product's settings with the floors' addresses beside its own."""

from crm.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
