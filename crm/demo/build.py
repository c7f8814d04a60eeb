"""The story: people first, then customers, then what the other apps add."""

from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import module_has_submodule

from crm.demo import customers, people
from crm.demo.world import World
from crm.models import Organization

LATER = ("workflow", "sales", "services", "marketing", "indicators")


def parts():
    """The demo modules of the other apps, lower first."""
    for label in LATER:
        config = apps.get_app_config(label)
        if module_has_submodule(config.module, "demo"):
            yield import_module(f"{label}.demo")


@transaction.atomic
def build(language: str | None = None) -> World:
    """Fill an empty database with the demonstration, in one language, always alike for one day."""
    world = World()
    language = language or Organization.current().language
    Organization.objects.filter(pk=1).update(site_language=language)
    with translation.override(language):
        people.build(world)
        customers.build(world)
        for part in parts():
            part.build(world)
    return world
