"""The story: people first, then customers, then what the other apps add."""

from importlib import import_module

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils import translation
from django.utils.module_loading import module_has_submodule

from crm.demo import customers, people
from crm.demo.world import World
from crm.models import HistoryEntry, Organization, Record

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
        _date_changes()
    return world


def _date_changes():
    """Rows made in one minute were last changed when their history says so."""
    entries = HistoryEntry.objects.filter(record_id=OuterRef("pk"), occurred_at__lte=Now()).order_by("-occurred_at")
    for model in apps.get_models():
        if issubclass(model, Record):
            mine = entries.filter(record_type=ContentType.objects.get_for_model(model)).values("occurred_at")[:1]
            model.objects.update(updated_at=Coalesce(Subquery(mine), "created_at"))
