import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Organization

pytestmark = pytest.mark.django_db


def test_within_a_request_the_organization_is_asked_for_once():
    with Organization.current().held(), CaptureQueriesContext(connection) as captured:
        assert [Organization.current().currency for __ in range(3)] == ["BRL"] * 3

    assert len(captured) == 0


def test_what_a_form_writes_on_it_is_not_told_to_others_before_it_is_saved():
    with Organization.current().held():
        Organization.current().name = "Typed, not saved"

        assert Organization.current().name == "Norte"


def test_after_the_request_it_is_asked_anew():
    with Organization.current().held():
        Organization.objects.update(name="Aurora")

    assert Organization.current().name == "Aurora"
