"""Every address is a declared page or viewset, or says here why not."""

from fnmatch import fnmatch

from crm.tests.house.atlas import routes
from crm.tests.house.reasons import PLAIN_ADDRESSES, PUBLIC
from crm.tests.house.visits import kind_of


def test_every_address_is_a_record_page_or_viewset_or_has_a_reason():
    plain = {str(route) for route in routes() if not (route.is_record_page or route.model is not None)}
    reasoned = {name for name in plain for pattern in PLAIN_ADDRESSES if fnmatch(name, pattern)}

    assert sorted(plain - reasoned) == []
    assert [pattern for pattern in PLAIN_ADDRESSES if not any(fnmatch(name, pattern) for name in plain)] == []


def test_every_address_has_a_name():
    assert [route.pattern for route in routes() if not route.name] == []


def test_numbers_in_addresses_are_of_a_known_kind():
    for route in routes():
        if set(route.parameters) == {"pk"}:
            assert kind_of(route)


def test_addresses_without_login_are_few_and_named(client, db):
    open_to_all = set()
    for route in routes():
        url = route.url(**{name: 1 if name == "pk" else "nothing" for name in route.parameters})
        answer = client.get(url)
        if answer.status_code not in (302, 401, 405) or (
            answer.status_code == 302 and "/account/login/" not in answer["Location"]
        ):
            open_to_all.add(str(route))

    assert open_to_all == set(PUBLIC)
