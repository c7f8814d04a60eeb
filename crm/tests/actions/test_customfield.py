import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError

from crm.actions import customfield as customfields
from crm.models import Company, CustomField
from crm.tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def limit(db):
    kind = ContentType.objects.get_for_model(Company)
    return CustomField.objects.create(record_type=kind, key="limit", label="Limit", kind="number")


def test_the_kind_may_change_until_a_record_holds_a_value(limit, dora, ana):
    limit.kind = "money"
    customfields.save(limit, by=dora)
    CompanyFactory(custom={"limit": "10"}, owner=ana)

    limit.kind = "text"
    with pytest.raises(ValidationError) as refused:
        customfields.save(limit, by=dora)

    assert list(refused.value.message_dict) == ["kind"]
    assert CustomField.objects.get().kind == "money"


def test_the_key_never_changes(limit, dora):
    limit.key = "maximum"

    with pytest.raises(ValidationError):
        customfields.save(limit, by=dora)


@pytest.mark.parametrize("key", ["Limit", "1st", "a-b", "limit_min", "since_after", ""])
def test_a_key_is_a_plain_word(limit, dora, key):
    with pytest.raises(ValidationError):
        customfields.save(CustomField(record_type=limit.record_type, key=key, label="X"), by=dora)


def test_a_choice_field_names_its_choices(limit, dora):
    with pytest.raises(ValidationError) as refused:
        customfields.save(CustomField(record_type=limit.record_type, key="level", label="X", kind="choice"), by=dora)

    assert list(refused.value.message_dict) == ["choices"]


def test_a_deleted_definition_leaves_the_values(limit, dora, ana):
    company = CompanyFactory(custom={"limit": "10"}, owner=ana)

    customfields.delete(limit, by=dora)

    company.refresh_from_db()
    assert company.custom == {"limit": "10"}


def test_a_seller_defines_nothing(limit, ana):
    with pytest.raises(PermissionDenied):
        customfields.save(limit, by=ana)
    with pytest.raises(PermissionDenied):
        customfields.delete(limit, by=ana)
