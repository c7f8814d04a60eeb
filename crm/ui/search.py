"""Search over all that a person may see: names that begin so first, then what holds every word."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Left
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from crm.ui.registry import registry
from crm.ui.words import fold, folded, highlighted, matching, search_words

# Found without an order and ranked here: sorting all of a common name would read every one of them.
SAMPLE = 50


@dataclass
class Result:
    title_html: str
    hint: str
    url: str


@dataclass
class Group:
    label: str
    icon: str
    results: list[Result]
    all_url: str | None


@dataclass
class Elsewhere:
    label: str
    icon: str
    url: str


def nearest(queryset, text: str, limit: int) -> list:
    """Up to `limit` rows for a choice: those whose name begins with the text, then those that hold its words.

    Without a word the first by name.
    """
    if not search_words(text):
        return list(queryset.order_by("name_fold", "pk")[:limit])
    found = _ids([(0, queryset)], text, limit).get(0, [])
    rows = queryset.model._default_manager.in_bulk(found)
    return [rows[pk] for pk in found if pk in rows]


def best(querysets, text: str):
    """The one row of all these that a text names best: the first queryset that has one goes before the others."""
    found = _ids(list(enumerate(querysets)), text, 1) if search_words(text) else {}
    if not found:
        return None
    at = min(found)
    return querysets[at].filter(pk__in=found[at]).first()


def search(user, text: str, limit: int) -> list[Group]:
    """Groups of results by kind: two queries over all kinds, then one per kind found."""
    if not search_words(text):
        return []
    sources = [
        (source, apps.get_model(source.model)) for source in sorted(registry.search, key=lambda one: one.position)
    ]
    seen = [(source, model) for source, model in sources if user.access.may("view", model)]
    found = _ids([(at, model.objects.visible_to(user)) for at, (__, model) in enumerate(seen)], text, limit)
    return [_group(*seen[at], found[at], text, limit) for at in sorted(found)]


def _ids(places, text, limit) -> dict[int, list[int]]:
    """Primary keys by place, best first; one query for beginnings, one more where those are too few."""
    words = search_words(text)
    found: dict[int, list[int]] = {}
    if words and not words[0].isdigit():
        begin = folded(" ".join(text.replace("\x00", "").split()))
        beginning = [
            _narrow(rows.filter(name_fold__startswith=begin).order_by("name_fold", "pk")[:limit], at)
            for at, rows in places
        ]
        for at, pk, __ in _union(beginning):
            found.setdefault(at, []).append(pk)
    wanting = [(at, rows) for at, rows in places if len(found.get(at, ())) < limit]
    if words and wanting:
        # Two letters are looked up by the beginning of names: there is nothing to rank among those.
        size = SAMPLE if any(len(word) > 2 for word in words) else limit
        held = _union([_narrow(matching(rows.order_by(), text)[:size], at) for at, rows in wanting])
        plain = [fold(word) for word in words]
        for at, pk, __ in sorted(held, key=lambda row: _rank(row, plain)):
            if pk not in found.setdefault(at, []):
                found[at].append(pk)
    return {at: pks[:limit] for at, pks in found.items() if pks}


def _narrow(rows, at):
    name = Left("name_fold", 100, output_field=CharField())
    return rows.values_list(Value(at, output_field=IntegerField()), "pk", name)


def _union(parts) -> list[tuple]:
    if not parts:
        return []
    first, *others = parts
    return list(first.union(*others, all=True) if others else first)


def _rank(row, words):
    """More words at the beginning of a word of the name first, then by name."""
    at, pk, name = row
    beginnings = name.split()
    at_beginning = sum(any(part.startswith(word) for part in beginnings) for word in words)
    return at, -at_beginning, name, pk


def _group(source, model, pks, text, limit) -> Group:
    rows = source.load(model.objects).in_bulk(pks)
    words = search_words(text)
    results = [
        Result(highlighted(rows[pk], words), source.hint(rows[pk]) or "", rows[pk].get_absolute_url())
        for pk in pks
        if pk in rows
    ]
    label = capfirst(model._meta.verbose_name_plural)
    return Group(label, source.icon, results, _all_url(model, text) if len(pks) >= limit else None)


def elsewhere(user, text: str) -> list[Elsewhere]:
    """The lists to look on in, among those this person may see."""
    models = [(apps.get_model(label), icon) for label, icon in registry.searchable_lists]
    return [
        Elsewhere(capfirst(model._meta.verbose_name_plural), icon, _all_url(model, text))
        for model, icon in models
        if search_words(text) and user.access.may("view", model)
    ]


def _all_url(model, text) -> str | None:
    try:
        list_url = reverse(f"{model._meta.app_label}:{model._meta.model_name}-list")
    except NoReverseMatch:
        return None
    return f"{list_url}?{urlencode({'q': text})}"
