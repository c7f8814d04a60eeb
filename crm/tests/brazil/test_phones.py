import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from crm import brazil

WRITINGS = [
    ("(51) 99999-0000", "+5551999990000"),
    ("51999990000", "+5551999990000"),
    ("+55 51 99999-0000", "+5551999990000"),
    ("055 51 99999 0000", "+5551999990000"),
    ("(51) 3333-4444", "+555133334444"),
    ("+1 202-555-0100", "+12025550100"),
    ("+351 912 345 678", "+351912345678"),
]


@pytest.mark.parametrize(("written", "kept"), WRITINGS)
def test_a_phone_is_kept_as_e164(written, kept):
    assert brazil.clean_phone(written) == kept


@pytest.mark.parametrize("written", ["123", "abc", "99999-0000 ramal", "+"])
def test_what_no_phone_can_be_is_refused(written):
    with pytest.raises(ValidationError):
        brazil.clean_phone(written)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("+5588999991234", "+558899991234", True),
        ("+5551999990000", "+5551999990000", True),
        ("+555133334444", "+5551933334444", False),
        ("+5511988887777", "+5521988887777", False),
        ("+12025550100", "+12025550101", False),
    ],
)
def test_mobiles_compare_without_their_ninth_digit_and_landlines_as_they_are(one, other, is_same):
    assert (brazil.phone_key(one) == brazil.phone_key(other)) is is_same


@pytest.mark.django_db
def test_the_database_makes_the_same_phone_keys():
    numbers = [kept for __, kept in WRITINGS] + ["+5588999991234", "+558899991234", "+5551933334444"]

    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_phone_key(n) FROM unnest(%s) n", [numbers])
        keys = [key for (key,) in cursor.fetchall()]

    assert keys == [brazil.phone_key(number) for number in numbers]


def test_phones_are_written_as_at_home():
    assert brazil.format_phone("+5551999990000") == "(51) 99999-0000"
    assert brazil.format_phone("+12025550100") == "+1 202-555-0100"
    assert brazil.format_phone("not a phone") == "not a phone"


def test_a_mobile_is_told_from_a_landline():
    assert brazil.is_mobile("+5551999990000")
    assert brazil.is_mobile("+555199990000")
    assert not brazil.is_mobile("+555133334444")
