"""Rows of every kind for two people who must not see each other's."""

from collections import defaultdict
from importlib import import_module

import factory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.module_loading import module_has_submodule

from crm.models.about import About
from crm.models.record import Record
from crm.tests.house.reasons import SHARED_KINDS

LOCAL = [app for app in settings.INSTALLED_APPS if "." not in app and (settings.BASE_DIR / app / "apps.py").exists()]
# Texts with a meaning of their own: codes and addresses, where a mark would be a fault.
NAMES = {
    "key", "prefix", "digest", "fingerprint", "message_id", "unique_key", "time_zone", "language", "email", "record",
    "query", "mode", "content_type", "signature", "cause",
}  # fmt: skip


def local_models() -> list:
    return [model for app in LOCAL for model in apps.get_app_config(app).get_models()]


def records() -> list:
    """The kinds of record people work with."""
    return [model for model in local_models() if issubclass(model, Record)]


def factories() -> dict:
    """Model to factory, from every app's tests/factories.py."""
    found = {}
    for app in LOCAL:
        config = apps.get_app_config(app)
        if module_has_submodule(config.module, "tests"):
            tests = import_module(f"{app}.tests")
            if module_has_submodule(tests, "factories"):
                for one in vars(import_module(f"{app}.tests.factories")).values():
                    if isinstance(one, type) and issubclass(one, factory.django.DjangoModelFactory):
                        model = one._meta.model
                        if model is not None and not one._meta.abstract:
                            found.setdefault(model, one)
    return found


# A row that has one of these is no longer there.
GONE = ("merged_into",)


class World:
    """Rows by person and model. `mark(user)` is in every text of what is the person's own."""

    def __init__(self):
        self.factories = factories()
        self.rows = defaultdict(list)

    @staticmethod
    def mark(user) -> str:
        return f"CANARIO{user.name[:4].upper().strip()}"

    def populate(self, user):
        for model in self.factories:
            if is_somebodys(model):
                self.row(user, model)

    def row(self, user, model):
        """The person's first row of this kind, made when there is none."""
        if not self.rows[user, model]:
            self.rows[user, model].append(self.make(user, model))
        return self.rows[user, model][0]

    def make(self, user, model, **given):
        values = {**self.texts(user, model), **self.ties(user, model), **given}
        return self.factories[model](**values)

    def cross(self, user, other):
        """Rows of one person whose links lead to the other's: the link must not be told."""
        for model in records():
            links = {
                field.name: self.row(other, field.related_model)
                for field in model._meta.fields
                if field.is_relation
                and field.name not in GONE
                and field.related_model in self.factories
                and issubclass(field.related_model, Record)
            }
            if links and not issubclass(model, About):
                self.rows[user, model].append(self.make(user, model, **links))

    def links(self, user, model) -> dict:
        """Every link a row can have, also the optional ones, so that a forgotten join shows."""
        found = {}
        for field in model._meta.fields:
            if field.is_relation and field.name not in ("owner", "team", "created_by", "record_type", *GONE):
                related = field.related_model
                row = self.row(user, related) if related in self.factories and is_somebodys(related) else None
                found[field.name] = row or related._base_manager.first()
        return {name: row for name, row in found.items() if row is not None}

    def texts(self, user, model) -> dict:
        if model._meta.label_lower in SHARED_KINDS:
            return {}
        mark = f"{self.mark(user)} {model._meta.model_name}"
        unique = {name for one in model._meta.constraints for name in getattr(one, "fields", ())}
        found = {}
        for field in model._meta.fields:
            is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(
                field, (models.EmailField, models.URLField, models.FileField)
            )
            is_free = (
                not (field.choices or field.unique)
                and field.name not in NAMES | unique
                and not getattr(field, "generated", False)
            )
            if is_text and is_free and (field.max_length is None or field.max_length >= 40):
                found[field.name] = mark
            if isinstance(field, ArrayField) and field.name in ("tags", "emails"):
                found[field.name] = [mark if field.name == "tags" else f"{self.mark(user).lower()}@norte.example"]
        return found

    def ties(self, user, model) -> dict:
        """Owner and whatever it belongs to."""
        found = {}
        for field in model._meta.fields:
            if field.name in ("owner", "user", "accountable"):
                found[field.name] = user
            elif field.name == "team" and issubclass(model, Record):
                found[field.name] = user.team
            elif field.is_relation and not field.null and is_somebodys(field.related_model):
                found[field.name] = self.row(user, field.related_model)
        if issubclass(model, About):
            found["about"] = self.row(user, subjects()[0])
        return found


def is_somebodys(model) -> bool:
    """Whether a row of this kind is in one person's reach and not another's."""
    if model._meta.app_label not in LOCAL:
        return False
    if issubclass(model, Record) or {field.name for field in model._meta.fields} & {"owner", "user"}:
        return True
    linked = [field.related_model for field in model._meta.fields if field.is_relation]
    return hasattr(model.objects, "visible_to") and any(issubclass(one, Record) for one in linked)


def subjects() -> list:
    from crm.models.kinds import subject_models

    return subject_models()
