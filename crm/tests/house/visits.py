"""Which addresses one visits: every route with every way to ask it something."""

import io
import zipfile
from types import SimpleNamespace

import django_filters
import pytest
from django.apps import apps

from crm.models import Team, User
from crm.tests.house.reasons import KIND_OF_NUMBER
from crm.tests.house.world import is_somebodys, subjects
from crm.ui.pages.list import Collection
from crm.ui.registry import registry

WORD = "CANARIO"


def targets(route, whose, world):
    """The values for each placeholder of an address, for rows of one person."""
    names = set(route.parameters)
    if names == {"label", "pk", "field"}:
        for model in subjects():
            page = registry.details.get(model._meta.label_lower)
            fields = {fact.field for __, facts in (page.facts if page else ()) for fact in facts if fact.field}
            for field in sorted(fields):
                yield {"label": model._meta.label_lower, "pk": world.row(whose, model).pk, "field": field}
    elif names == {"label", "pk"}:
        yield from ({"label": model._meta.label_lower, "pk": world.row(whose, model).pk} for model in subjects())
    elif names == {"label"}:
        yield from ({"label": model._meta.label_lower} for model in subjects())
    elif names == {"pk"}:
        yield {"pk": row_of(kind_of(route), whose, world).pk}
    else:
        yield dict.fromkeys(names, "nothing")


def kind_of(route):
    """The model whose number stands in the address: the page's, else by the stem of its name."""
    if route.model:
        return route.model
    stem = KIND_OF_NUMBER.get(str(route)) or str(route).rpartition("-")[0].replace(":", ".")
    return apps.get_model(stem)


def row_of(model, whose, world):
    if model is User:
        return whose
    if model is Team:
        return whose.team
    if is_somebodys(model):
        return world.row(whose, model)
    made = world.factories.get(model)
    return model._base_manager.first() or (made() if made else SimpleNamespace(pk=10**9))


def is_foreign_to(route, user) -> bool:
    """Whether the number in the address is of rows that reach one person and not the other."""
    names = set(route.parameters)
    if "label" in names:
        return "pk" in names
    return names == {"pk"} and is_scoped(kind_of(route), user)


def is_scoped(model, user) -> bool:
    from crm.models.role import Scope

    return is_somebodys(model) and user.access.scope("view", model) < Scope.ALL


def questions(route, other, world, *, is_thorough=True):
    """The queries put to an address without a number: words, each filter, each order, all columns."""
    yield {}
    if "pk" in route.parameters:
        return
    yield {"q": WORD}
    if not is_thorough:
        return
    yield from ({"about": f"{model._meta.label_lower}:{world.row(other, model).pk}"} for model in subjects()[:1])
    filterset = getattr(route.page, "filter", None)
    for name, one in (filterset.base_filters if filterset else {}).items():
        yield from asked(name, one, other, world)
    form = getattr(route.page, "form", None)
    for name, field in getattr(form, "base_fields", {}).items():
        if getattr(field, "queryset", None) is not None:
            yield {name: row_of(field.queryset.model, other, world).pk}
    if route.page and issubclass(route.page, Collection) and getattr(route.page, "table", None):
        columns = {column.key: column for column in route.page.table.columns}
        yield {"columns": ",".join(columns)}
        yield {"filters": "1"}
        yield from ({"sort": key} for key, column in columns.items() if column.sort)
    yield from ({"sort": name} for name in getattr(route.page, "sorts", ()))


def asked(name, one, other, world):
    """What one filter is asked: a choice of the other's, a word, both answers, a beginning."""
    suffixes = getattr(one.field_class.widget, "suffixes", None) or getattr(one.extra.get("widget"), "suffixes", None)
    queryset = one.extra.get("queryset")
    if queryset is not None:
        row = row_of(queryset.model, other, world)
        yield {name: getattr(row, one.extra.get("to_field_name") or "pk")}
    elif isinstance(one, django_filters.BooleanFilter):
        yield from ({name: answer} for answer in ("true", "false"))
    elif suffixes:
        yield from ({f"{name}_{suffix}": "2000-01-01"} for suffix in suffixes if suffix)
    elif choices := one.extra.get("choices"):
        yield {name: next(iter(choices() if callable(choices) else choices))[0]}
    else:
        yield {name: WORD}


def nothing(faults: list[str]):
    """Fails with every fault, each on its line."""
    if faults:
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults), pytrace=False)


def body_of(response) -> str:
    """All a person gets: text, headers, and what is inside a zipped sheet."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as sheet:
            content = b" ".join(sheet.read(name) for name in sheet.namelist())
    return content.decode("utf-8", "replace") + str(dict(response.items()))
