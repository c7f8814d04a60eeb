"""Every model keeps its history, every record has all its drawers, every table its factory."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.urls import NoReverseMatch, reverse

from crm.admin.customfield import types
from crm.api.catalogue import collections
from crm.models.kinds import subject_models
from crm.tests.house.reasons import NO_API, NO_FACTORY, NO_HISTORY, NO_LIST
from crm.tests.house.world import factories, local_models, records
from crm.ui.registry import registry


def label(model):
    return model._meta.label_lower


def has_history(model):
    return {"history_created", "history_changed", "history_removed"} <= {
        trigger.name for trigger in getattr(model._meta, "triggers", ())
    }


def test_every_model_writes_its_history_or_has_a_reason():
    without = {label(model) for model in local_models() if not has_history(model)}

    assert without == set(NO_HISTORY)


def test_every_record_has_a_list_and_a_page_or_a_reason():
    missing = {label(model) for model in records() for name in ("list", "detail") if not has_page(model, name)}

    assert missing == set(NO_LIST)


def has_page(model, name):
    stem = f"{model._meta.app_label}:{model._meta.model_name}-{name}"
    try:
        reverse(stem, args=[] if name == "list" else [1])
    except NoReverseMatch:
        return False
    return True


def test_every_record_has_an_api_with_its_filter_or_a_reason():
    published = {viewset.model for viewset in collections().values() if viewset.filter}

    assert {label(model) for model in records() if model not in published} == set(NO_API)


def test_every_model_has_a_factory_or_a_reason():
    known = factories()

    assert {label(model) for model in local_models() if model not in known} == set(NO_FACTORY)


def test_labels_in_the_registry_are_models():
    known = {label(model) for model in local_models()}
    named = {*registry.panels, *registry.figures, *registry.relatives, *(one.model for one in registry.search)}

    assert {name.lower() for name in named} <= known


@pytest.mark.django_db
def test_what_a_custom_field_keeps_is_found_by_an_index():
    kinds = [kind.model_class() for kind in ContentType.objects.filter(pk__in=types())]
    listed = [model for model in kinds if has_page(model, "list")]

    assert listed
    assert {label(model) for model in listed if not has_index_of_custom(model)} == set()


def has_index_of_custom(model):
    return any(isinstance(index, GinIndex) and index.fields == ["custom"] for index in model._meta.indexes)


@pytest.mark.django_db
def test_what_names_a_record_is_all_that_its_link_reads(django_assert_num_queries):
    named = [model for model in subject_models() if model.named_by]

    assert named
    for model in named:
        factories()[model]()
        with django_assert_num_queries(1):
            record = model.objects.only(*model.named_by).first()
            assert str(record)
            assert record.get_absolute_url()
