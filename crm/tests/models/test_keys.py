"""Python and the database must give one customer the same keys, or a duplicate would pass unseen."""

import pytest
from django.db import connection

from crm.migrations import _database_functions as database
from crm.models.keys import SHARED_HOSTS, exact_keys

PHONES = [
    "+5551999990000", "+555199990000", "+5511987654321", "+551187654321", "+5521965432109", "+552165432109",
    "+555132100000", "+551133334444", "+554822223333", "+556130001000", "+5551599990000", "+5551299990000",
    "+12025550100", "+351912345678", "+5491123456789", "+442071838750", "5551999990000", "+55 51 99999-0000",
    "(51) 99999-0000", "+55519999900001",
]  # fmt: skip
WEBSITES = [
    "https://acme.com.br", "http://www.acme.com.br", "https://www.ACME.com.br/loja?x=1", "acme.com.br",
    "www.acme.com",
    "https://acme.com.br:8443/", "https://loja.acme.com.br", "https://www.com", "https://gmail.com",
    "https://www.gmail.com/", "http://instagram.com/acme", "https://www.instagram.com/acme", "https://facebook.com/a",
    "https://m.facebook.com/a", "https://acme.blogspot.com", "", "localhost", "ftp://acme.com/x", "https://a.b#c",
    "https://user@acme.com", "https://ação.com.br", "https://acme.com.br?x", "HTTPS://WWW.Acme.Net",
]  # fmt: skip
REST = [
    {"emails": ["Ana@Acme.com"]}, {"emails": ["ana@gmail.com", "x@y.z"]}, {"emails": []},
    {"document": "12ABC34501DE35"},
    {"document": "52998224725"}, {"document": ""}, {"emails": ["JOSÉ@acme.com"]},
    {"emails": ["a@b.co"], "phones": ["+5551999990000"], "document": "52998224725", "website": "https://b.co"},
    {"phones": []}, {"phones": ["+5551999990000", "+555199990000"]},
]  # fmt: skip
CASES = [{"phones": [one]} for one in PHONES] + [{"website": one} for one in WEBSITES] + REST
CASES += [{"website": f"https://{host}"} for host in database.SHARED_HOSTS]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_python_gives_the_keys_the_database_gives(db, case):
    full = {"emails": [], "phones": [], "document": "", "website": "", **case}
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_keys(%(emails)s::text[], %(phones)s::text[], %(document)s, %(website)s)", full)
        assert exact_keys(**full) == cursor.fetchone()[0]


def test_both_sides_know_the_same_shared_hosts():
    assert frozenset(database.SHARED_HOSTS) == SHARED_HOSTS


def test_a_mobile_is_one_with_and_without_its_ninth_digit_and_a_landline_is_not():
    assert exact_keys(phones=["+5551999990000"]) == exact_keys(phones=["+555199990000"]) == ["p:555199990000"]
    assert exact_keys(phones=["+5551932100000"]) == ["p:5551932100000"]
    assert exact_keys(phones=["+555132100000"]) == ["p:555132100000"]
