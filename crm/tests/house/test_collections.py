"""Every published collection of the API keeps to its person's reach, tells faults alike, and has its own tests."""

import pytest
from rest_framework import serializers

from conftest import ApiClient
from crm.actions import apitoken as apitokens
from crm.api.catalogue import collections
from crm.api.links import AboutField, LinkField, linked_model
from crm.api.records import RIGHTS, RecordViewSet
from crm.models.about import About
from crm.models.record import Record
from crm.tests.house.files import ROOT
from crm.tests.house.test_lookups import lists
from crm.tests.house.visits import is_scoped, nothing
from crm.tests.house.world import World, is_somebodys, subjects

ALL = collections()
WRITABLE = {prefix: one for prefix, one in ALL.items() if issubclass(one, RecordViewSet)}
# Links that are no column of the record: (collection, field) to how the test makes one.
TIED_OTHERWISE = {("contacts", "company"): lambda world, row, other: tie(world, row, other)}


@pytest.fixture
def world(ana, caio):
    found = World()
    for user in (ana, caio):
        found.populate(user)
    return found


@pytest.fixture
def api(ana):
    __, secret = apitokens.issue(by=ana, name="house", scope="write")
    client = ApiClient(secret)
    client.raise_request_exception = False
    return client


def fields_of(viewset):
    return viewset.serializer_class().fields


def scoped(user):
    for prefix, viewset in ALL.items():
        is_reached = is_somebodys(viewset.model) and user.access.may("view", viewset.model)
        if is_reached and is_scoped(viewset.model, user):
            yield f"/api/v1/{prefix}/", viewset


def test_every_collection_has_tests_of_its_own():
    paths = {
        prefix: one.__module__.replace(".", "/").replace("/api/", "/tests/api/test_")
        for prefix, one in ALL.items()
        if f"/api/v1/{prefix}/" not in lists()
    }

    assert [prefix for prefix, path in paths.items() if not (ROOT / f"{path}.py").exists()] == []


def right_of(viewset, right):
    """A part is removed by who may change its whole."""
    return viewset.rights.get("destroy", right) if right == "delete" else right


def test_each_scoped_collection_shows_ones_own_row_and_no_strangers(world, api, ana, caio):
    wrong = []
    for url, viewset in scoped(ana):
        mine, foreign = world.row(ana, viewset.model), world.row(caio, viewset.model)
        listed = [row["id"] for row in api.get(url).json()["results"]]
        if listed != [mine.pk]:
            wrong.append(f"{url} lists {listed} instead of {mine.pk}")
        if (status := api.get(f"{url}{mine.pk}/").status_code) != 200:
            wrong.append(f"{url} answers {status} for one's own")
        for method in sorted(set(viewset.http_method_names) & {"get", "patch", "delete"}):
            answer = api.generic(method.upper(), f"{url}{foreign.pk}/", {})
            right = {"patch": "change", "delete": "delete"}.get(method, "view")
            denied = 404 if not viewset.is_guarded or ana.access.may(right_of(viewset, right), viewset.model) else 403
            if answer.status_code != denied or set(answer.json()["error"]) != {
                "code",
                "message",
                "fields",
                "request_id",
            }:
                wrong.append(f"{method} {url} answers {answer.status_code} for a stranger's")

    nothing(wrong)


def test_a_collection_of_a_kind_that_is_not_for_one_answers_403(world, api, ana):
    guarded = {prefix: one.model for prefix, one in ALL.items() if one.is_guarded and is_somebodys(one.model)}
    kept = [prefix for prefix, model in guarded.items() if not ana.access.may("view", model)]

    assert "plans" in kept
    assert {prefix: api.get(f"/api/v1/{prefix}/").status_code for prefix in kept} == dict.fromkeys(kept, 403)


def test_each_verb_is_denied_for_a_strangers_row(world, api, ana, caio):
    wrong = []
    for url, viewset in scoped(ana):
        foreign = world.row(caio, viewset.model)
        for verb in viewset.get_extra_actions():
            answer = api.generic(next(iter(verb.mapping)).upper(), f"{url}{foreign.pk}/{verb.url_path}/", {})
            right = {**RIGHTS, **viewset.rights}.get(verb.__name__, "view")
            denied = (400, 404) if ana.access.may(right, viewset.model) or not viewset.is_guarded else (403,)
            if answer.status_code not in denied:
                wrong.append(f"{url}…/{verb.url_path}/ answers {answer.status_code}")

    nothing(wrong)


def test_each_collection_refuses_what_it_does_not_know_in_the_one_shape(world, api):
    wrong = []
    for prefix, viewset in ALL.items():
        asked = [("GET", {}, "?nothing=1")]
        asked += [("POST", {"nothing": 1}, "")] if "post" in viewset.http_method_names else []
        for method, content, query in asked:
            answer = api.generic(method, f"/api/v1/{prefix}/{query}", content)
            if answer.status_code not in (400, 403, 405, 415) or "request_id" not in answer.json()["error"]:
                wrong.append(f"{method} {prefix}: {answer.status_code}")

    nothing(wrong)


def test_every_link_is_of_the_kind_that_knows_who_may_see_it():
    loose = {
        f"{prefix}.{name}": type(field).__name__
        for prefix, viewset in ALL.items()
        for name, field in fields_of(viewset).items()
        if leads_somewhere(field) and not isinstance(field, (LinkField, AboutField))
    }

    assert loose == {}


def leads_somewhere(field) -> bool:
    is_link = isinstance(field, (serializers.RelatedField, serializers.ManyRelatedField, serializers.BaseSerializer))
    return is_link or ((field.source or "").endswith("_id") and field.source != "external_id")


def links():
    """(collection, viewset, field name, field) for every link to records of which some are out of sight."""
    for prefix, viewset in ALL.items():
        serializer = viewset.serializer_class()
        for name, field in serializer.fields.items():
            model = linked_model(serializer, field)
            if not field.write_only and (isinstance(field, AboutField) or (model and issubclass(model, Record))):
                yield prefix, viewset, name, field


def test_a_link_to_what_one_may_not_see_is_null_cannot_be_set_and_survives(world, api, ana, caio):
    wrong = []
    for prefix, viewset, name, field in links():
        if not is_scoped(target(viewset, field), ana):
            continue
        row, hidden = row_with_link(world, prefix, viewset, name, field, ana, caio)
        url = f"/api/v1/{prefix}/{row.pk}/"
        shown = api.get(url)
        if shown.status_code in (403, 404):
            # A kind that is not for this person, or a row that nobody sees without both its ends.
            continue
        if shown.json()[name] is not None:
            wrong.append(f"{url} tells {name}")
        if "patch" in viewset.http_method_names:
            before = stored(row, field)
            api.patch(url, {})
            answers = [api.patch(url, {name: written(field, hidden)}), api.patch(url, {name: None})]
            if answers[0].status_code not in (400, 403):
                wrong.append(f"{url} takes {name} of a stranger: {answers[0].status_code}")
            if stored(row, field) != before:
                wrong.append(f"{url} lost {name}: {answers[1].status_code}")

    nothing(wrong)


def target(viewset, field):
    return subjects()[0] if isinstance(field, AboutField) else linked_model(viewset.serializer_class(), field)


def row_with_link(world, prefix, viewset, name, field, ana, caio):
    hidden = world.row(caio, target(viewset, field))
    if isinstance(field, AboutField):
        return world.make(ana, viewset.model, about=hidden), hidden
    if (prefix, name) in TIED_OTHERWISE:
        row = world.make(ana, viewset.model)
        TIED_OTHERWISE[prefix, name](world, row, hidden)
        return row, hidden
    return world.make(ana, viewset.model, **{field.source: hidden}), hidden


def tie(world, contact, company):
    from crm.models import Affiliation

    world.factories[Affiliation](contact=contact, company=company, is_primary=True)


def written(field, hidden):
    """What would set the link."""
    return {"type": hidden._meta.label_lower, "id": hidden.pk} if isinstance(field, AboutField) else hidden.pk


def stored(row, field):
    fresh = type(row)._base_manager.get(pk=row.pk)
    if isinstance(fresh, About):
        return fresh.record_type_id, fresh.record_id
    if hasattr(fresh, f"{field.source}_id"):
        return getattr(fresh, f"{field.source}_id")
    return sorted(fresh.affiliations.values_list("company", "is_primary"))


def test_the_walk_meets_the_links_it_is_for():
    found = {f"{prefix}.{name}" for prefix, __, name, __ in links()}
    known = """companies.parent contacts.company opportunities.company tasks.record activities.record
        attachments.record affiliations.company opportunity-contacts.contact opportunity-products.opportunity"""

    assert set(known.split()) <= found
