import datetime
import re
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from crm.models import Company, Contact, CustomField, HistoryEntry
from crm.tests.factories import CompanyFactory
from crm.ui.custom import CustomDefinition, clean_custom
from crm.ui.registry import registry

LIST = reverse("crm:company-list")


def custom(key, kind="text", model=Company, **fields):
    fields.setdefault("label", key.capitalize())
    return CustomField.objects.create(
        record_type=ContentType.objects.get_for_model(model), key=key, kind=kind, **fields
    )


def names(response):
    return [row.title for row in response.context["table"].rows]


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", " two words ", "two words"),
        ("number", 1.5, "1.5"),
        ("number", "1234.567", "1234.567"),
        ("number", 12, "12"),
        ("money", "1234.5", "1234.5"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", datetime.date(2026, 12, 31), "2026-12-31"),
        ("choice", "Gold", "Gold"),
        ("boolean", True, True),
        ("boolean", False, False),
        ("link", "norte.example/x", "https://norte.example/x"),
        ("text", "  ", None),
        ("boolean", None, None),
    ],
)
def test_a_value_is_kept_in_one_exact_form(kind, value, kept):
    assert CustomDefinition("k", "K", kind, ["Gold"]).clean(value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("money", "R$ 1.234,56", "1234.56"),
        ("number", "1.234,5", "1234.5"),
        ("date", "31/12/2026", "2026-12-31"),
        ("boolean", "Sim", True),
        ("boolean", "não", False),
    ],
)
def test_a_spreadsheet_may_write_as_people_do(kind, value, kept):
    with translation.override("pt-br"):
        assert CustomDefinition("k", "K", kind).clean(value, is_written=True) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "much"),
        ("number", "NaN"),
        ("money", "12.345"),
        ("date", "31/12/2026"),
        ("date", "2026-13-01"),
        ("date", 7),
        ("choice", "Silver"),
        ("boolean", "perhaps"),
        ("link", "javascript:alert(1)"),
        ("text", ["two"]),
        ("text", "x" * 1001),
        ("text", "nul\x00"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises(ValidationError):
        CustomDefinition("k", "K", kind, ["Gold"]).clean(value)


def test_a_choice_no_longer_offered_may_stay_where_it_is():
    definition = CustomDefinition("k", "K", "choice", ["Gold"])

    assert definition.clean("Silver", kept="Silver") == "Silver"


def test_all_wrong_keys_are_told_at_once(db):
    custom("limit", "money")

    with pytest.raises(ValidationError) as refused:
        clean_custom(Company, {"limit": "much", "colour": "red"})

    assert refused.value.message_dict == {
        "custom.limit": ["Enter a number."],
        "custom.colour": ["There is no such custom field."],
    }


def test_all_kinds_of_field_travel_from_form_to_page_and_list(client_of, ana):
    for key, kind in (
        ("note", "text"),
        ("limit", "money"),
        ("since", "date"),
        ("vip", "boolean"),
        ("size", "number"),
    ):
        custom(key, kind, group="Contract")
    custom("level", "choice", choices=["Gold", "Silver"], is_required=True)
    typed = {
        "custom_note": "Calls on Mondays",
        "custom_limit": "1,234.50",
        "custom_since": "2026-02-01",
        "custom_vip": "false",
        "custom_size": "2.5",
        "custom_level": "Gold",
    }

    made = client_of(ana).post(reverse("crm:company-create"), {"name": "Acme", "relationship": "prospect"} | typed)

    company = Company.objects.get()
    assert company.custom == {
        "note": "Calls on Mondays",
        "limit": "1234.50",
        "since": "2026-02-01",
        "vip": False,
        "size": "2.5",
        "level": "Gold",
    }
    page = client_of(ana).get(made.url).content.decode()
    assert "R$1,234.50" in page
    listed = client_of(ana).get(LIST, {"columns": "name,custom_limit,custom_vip,custom_level"})
    assert re.findall(r"<td[^>]*>(.*?)</td>", listed.context["table"].rows[0].cells) == ["R$1,234.50", "No", "Gold"]


def test_required_is_asked_in_forms_alone(client_of, ana):
    custom("level", "choice", choices=["Gold"], is_required=True)

    response = client_of(ana).post(reverse("crm:company-create"), {"name": "Acme", "relationship": "prospect"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"custom_level": ["This field is required."]}
    assert clean_custom(Company, {}) == {}


def test_an_edit_of_something_else_leaves_no_custom_change_in_the_history(client_of, ana):
    custom("limit", "money")
    company = CompanyFactory(name="Acme", owner=ana)
    edit = reverse("crm:company-edit", args=[company.pk])
    form = {"name": "Acme 2", "relationship": "prospect", "owner": ana.pk, "team": ana.team.pk, "version": 1}

    client_of(ana).post(edit, form | {"country": "BR"})
    client_of(ana).post(edit, form | {"country": "BR", "version": 2, "custom_limit": "10"})

    changes = HistoryEntry.objects.about(company).filter(verb="changed").order_by("pk")
    assert [(one.field, one.old, one.new) for one in changes] == [
        ("name", "Acme", "Acme 2"),
        ("custom.limit", None, "10"),
    ]


@pytest.fixture
def three(ana):
    CompanyFactory(name="Nine", owner=ana, custom={"limit": "9.50", "since": "2026-01-09", "level": "Gold"})
    CompanyFactory(name="Ten", owner=ana, custom={"limit": "10", "since": "2026-01-10", "vip": True, "note": "São"})
    CompanyFactory(name="None", owner=ana, custom={"limit": "", "vip": False})
    custom("limit", "money")
    custom("since", "date")
    custom("vip", "boolean")
    custom("level", "choice", choices=["Gold", "Silver"])
    custom("note")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("custom_limit_min=9.6", ["Ten"]),
        ("custom_limit_min=9.5&custom_limit_max=9.5", ["Nine"]),
        ("custom_since_after=2026-01-10", ["Ten"]),
        ("custom_since_before=2026-01-09", ["Nine"]),
        ("custom_vip=true", ["Ten"]),
        ("custom_vip=false", ["None"]),
        ("custom_level=Gold", ["Nine"]),
        ("custom_level=Gold&custom_level=Silver", ["Nine"]),
        ("custom_note=sao", ["Ten"]),
    ],
)
def test_lists_are_narrowed_by_each_kind(client_of, ana, three, query, found):
    response = client_of(ana).get(f"{LIST}?{query}")

    assert (response.status_code, names(response)) == (200, found)
    assert len(response.context["chips"]) == 1


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("custom_limit", ["Nine", "Ten", "None"]),
        ("-custom_limit", ["Ten", "Nine", "None"]),
        ("custom_since", ["Nine", "Ten", "None"]),
        ("custom_note", ["Ten", "Nine", "None"]),
    ],
)
def test_numbers_sort_as_numbers_and_nothing_comes_last(client_of, ana, three, sort, found):
    assert names(client_of(ana).get(LIST, {"sort": sort})) == found


def test_pages_follow_each_other_in_the_order_of_a_custom_field(client_of, ana):
    custom("limit", "money")
    for number in range(120):
        CompanyFactory(name=f"{number}", owner=ana, custom={"limit": str(number)} if number < 60 else {})
    client = client_of(ana)

    first = client.get(LIST, {"sort": "custom_limit"})
    second = client.get(LIST + first.context["pager"].next_url)
    third = client.get(LIST + second.context["pager"].next_url)
    again = client.get(LIST + third.context["pager"].previous_url)

    assert names(first) + names(second) + names(third) == [str(number) for number in range(120)]
    assert names(again) == names(second)


def test_a_value_that_is_no_number_breaks_no_list(client_of, ana):
    custom("limit", "money")
    CompanyFactory(name="Odd", owner=ana, custom={"limit": "much"})

    assert names(client_of(ana).get(LIST, {"sort": "custom_limit", "columns": "name,custom_limit"})) == ["Odd"]
    assert names(client_of(ana).get(LIST, {"custom_limit_min": "1"})) == []


def test_a_field_switched_off_disappears_and_its_values_stay(client_of, ana):
    field = custom("limit", "money")
    company = CompanyFactory(owner=ana, custom={"limit": "1234.50"})
    client = client_of(ana)
    assert b"1,234.50" in client.get(company.get_absolute_url()).content

    field.is_active = False
    field.save()

    assert b"1,234.50" not in client.get(company.get_absolute_url()).content
    company.refresh_from_db()
    assert company.custom == {"limit": "1234.50"}


def test_definitions_are_of_one_model_and_loaded_once_in_a_request(client_of, ana, django_assert_max_num_queries):
    custom("limit", "money")
    custom("hobby", model=Contact)

    assert [one.key for one in registry.custom_fields_of(Company)] == ["limit"]
    client = client_of(ana)
    client.get(LIST)
    with django_assert_max_num_queries(12) as asked:
        client.get(LIST, {"columns": "name,custom_limit"})
    assert sum('FROM "crm_customfield"' in query["sql"] for query in asked.captured_queries) == 1


def test_values_read_typed():
    company = Company(custom={"limit": "10.5", "since": "2026-02-01", "odd": "x"})

    assert CustomDefinition("limit", "", "money").read(company) == Decimal("10.5")
    assert CustomDefinition("since", "", "date").read(company) == datetime.date(2026, 2, 1)
    assert CustomDefinition("odd", "", "number").read(company) is None


def test_no_filter_makes_the_database_look_for_equal_rows(client_of, ana):
    client = client_of(ana)
    asked = {"owner": ana.pk, "state": "RS", "relationship": "customer", "team": ana.team.pk}

    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST, asked).status_code == 200

    assert [query["sql"] for query in captured.captured_queries if "SELECT DISTINCT" in query["sql"]] == []
