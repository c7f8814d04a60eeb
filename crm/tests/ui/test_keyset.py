import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.actions.record import restore
from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory, ContactFactory
from crm.ui import keyset
from crm.ui.keyset import BadCursor, Order, capped_count, page

pytestmark = pytest.mark.django_db


def walk(queryset, order, size, **known):
    """All pages forth, then all pages back from the last."""
    found, forth = page(queryset, order, size=size, **known), []
    while True:
        forth.append(found)
        if not found.next:
            break
        found = page(queryset, order, size=size, after=found.next, **known)
    back = [forth[-1]]
    while back[-1].previous:
        back.append(page(queryset, order, size=size, before=back[-1].previous, **known))
    return forth, back


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("size", [1, 3, 7, 50])
@pytest.mark.parametrize("is_few", [False, True])
def test_forth_and_back_show_every_row_once_in_order(ana, is_descending, size, is_few):
    for number in range(10):
        CompanyFactory(name=f"Company {number // 3}", owner=ana)
    order = Order.by(Company, "name_fold", is_descending)
    expected = list(Company.objects.order_by(*(("-name_fold", "-pk") if is_descending else ("name_fold", "pk"))))

    forth, back = walk(Company.objects.all(), order, size, is_few=is_few)

    assert [row for one in forth for row in one.rows] == expected
    assert [row for one in reversed(back) for row in one.rows] == expected
    assert [one.start for one in forth] == [1 + size * number for number in range(len(forth))]


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
def test_empty_values_come_last_in_both_directions(ana, is_descending, size):
    days = [None, 3, 1, None, 2, None, 3]
    for day in days:
        ContactFactory(owner=ana, birthday=day and datetime.date(2000, 1, day))
    order = Order.by(Contact, "birthday", is_descending)

    forth, back = walk(Contact.objects.all(), order, size)

    shown = [row.birthday and row.birthday.day for one in forth for row in one.rows]
    filled = [3, 3, 2, 1] if is_descending else [1, 2, 3, 3]
    assert shown == [*filled, None, None, None]
    assert [row.pk for one in reversed(back) for row in one.rows] == [row.pk for one in forth for row in one.rows]


def test_whoever_sees_a_handful_among_many_is_not_made_to_walk_through_all(client_of, ana, caio):
    """What one reaches is found first and then sorted; the order's own index would be read to its end."""
    CompanyFactory(owner=caio)
    client = client_of(ana)

    for address in ("/companies/", "/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        ordered = [one["sql"] for one in asked if 'FROM "crm_company"' in one["sql"] and "ORDER BY" in one["sql"]]
        assert ordered
        assert all("GREATEST" in sql for sql in ordered), (address, ordered)


def test_rows_added_meanwhile_are_neither_doubled_nor_hide_others(ana):
    for number in range(6):
        CompanyFactory(name=f"Company {number}", owner=ana)
    order = Order.by(Company, "name_fold", False)
    first = page(Company.objects.all(), order, size=3)
    CompanyFactory(name="Company 0 again", owner=ana)

    second = page(Company.objects.all(), order, size=3, after=first.next)

    assert [row.name for row in second.rows] == ["Company 3", "Company 4", "Company 5"]


@pytest.mark.parametrize(
    "place", ["x", "e30", "WzEsMl0", "W251bGwsMSwxXQ", "WyJhIiwiYiIsMV0", "💥", "WyJcdTAwMDAiLDEsMV0"]
)
def test_a_place_that_cannot_be_read_is_refused(place):
    with pytest.raises(BadCursor):
        page(Company.objects.all(), Order.by(Company, "name_fold", False), size=3, after=place)


def test_counts_are_exact_up_to_the_cap(ana):
    for __ in range(5):
        CompanyFactory(owner=ana)

    assert capped_count(Company.objects.all(), 5) == 5
    assert capped_count(Company.objects.all(), 4) == 5
    assert capped_count(Company.objects.all(), 3) == 4


@pytest.mark.parametrize("is_descending", [False, True])
def test_a_search_gives_the_same_pages_whether_its_rows_lie_near_or_far(ana, is_descending, monkeypatch):
    monkeypatch.setattr("crm.ui.keyset.WALK", 4)
    for number in range(30):
        CompanyFactory(name=f"{'Near' if number < 6 else 'Far'} {number:02}", city="Nearby", owner=ana)
    queryset = Company.objects.filter(search__contains="near ")
    order = Order.by(Company, "name_fold", is_descending)

    found, pages = page(queryset, order, size=4, is_searched=True), []
    while True:
        pages.append(found)
        if not found.next:
            break
        found = page(queryset, order, size=4, after=found.next, is_searched=True)
    back = page(queryset, order, size=4, before=pages[1].previous, is_searched=True)

    names = [row.name for one in pages for row in one.rows]
    assert names == sorted([f"Near {number:02}" for number in range(6)], reverse=is_descending)
    assert back.rows == pages[0].rows


def test_a_kept_count_is_forgotten_as_soon_as_somebody_writes(ana, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(keyset, "SLOW", 0)
    company = CompanyFactory(owner=ana)
    CompanyFactory(owner=ana)
    everything = Company.objects.visible_to(ana)

    before = capped_count(everything, 10)
    Company.objects.filter(pk=company.pk).update(deleted_at=timezone.now())
    kept = capped_count(everything, 10)
    with django_capture_on_commit_callbacks(execute=True):
        restore(company, by=ana)
    CompanyFactory(owner=ana)

    assert (before, kept, capped_count(everything, 10)) == (2, 2, 3)
