"""Followers of the history: every entry once and in order, none that commits late is missed."""

import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from crm.actions import follow
from crm.actions import record as records
from crm.models import Company, Follower, HistoryEntry
from crm.tests.factories import CompanyFactory, FollowerFactory

NAME = "test follower"


@pytest.fixture
def heard():
    """What the follower was given, record by record."""
    found = []
    follow.follow(NAME, lambda entries: found.extend(entries), size=3)
    yield found
    del follow.FOLLOWERS[NAME]


@pytest.fixture
def begun(committed, heard):
    follow.consume(NAME, patience=0)
    assert heard == []
    return heard


def names(entries):
    kind = ContentType.objects.get_for_model(Company).pk
    ids = [entry.record_id for entry in entries if entry.record_type_id == kind]
    found = Company.objects.in_bulk(ids)
    return [found[pk].name for pk in ids]


def test_it_hears_what_is_written_from_now_on_each_once_and_in_order(committed, heard):
    CompanyFactory(name="before", owner=None)
    follow.consume(NAME, patience=0)
    for number in range(8):
        CompanyFactory(name=f"c{number}", owner=None)

    assert follow.consume(NAME) >= 8
    assert follow.consume(NAME, patience=0) == 0

    # A transaction under way as it began makes it begin a little earlier.
    assert [name for name in names(heard) if name != "before"] == [f"c{number}" for number in range(8)]


def test_it_hears_what_went_past_the_actions(begun):
    companies = [CompanyFactory(owner=None) for __ in range(2)]
    Company.objects.filter(pk__in=[one.pk for one in companies]).update(name="Changed")

    follow.consume(NAME)

    assert [one.field for one in begun if one.verb == "changed"] == ["name", "name"]


def test_what_commits_late_is_not_missed(begun):
    """The older transaction holds the lower numbers, and commits after the younger was read."""
    written, read_on = threading.Event(), threading.Event()

    def late():
        try:
            with transaction.atomic():
                CompanyFactory(name="late", owner=None)
                written.set()
                read_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(10)
    CompanyFactory(name="early", owner=None)
    assert follow.consume(NAME, patience=0) == 0
    read_on.set()
    thread.join()

    assert follow.consume(NAME) == 2
    assert names(begun) == ["late", "early"]


def test_what_it_writes_and_where_it_stands_are_one(begun):
    """A worker that dies after its work and before its commit has done neither."""
    CompanyFactory(name="one", owner=None)
    real = follow.FOLLOWERS[NAME].handle

    def dying(entries):
        real(entries)
        CompanyFactory(name="written by it", owner=None)
        raise KeyboardInterrupt

    follow.follow(NAME, dying)
    with pytest.raises(KeyboardInterrupt):
        follow.consume(NAME)
    assert not Company.objects.filter(name="written by it").exists()

    follow.follow(NAME, real)
    assert follow.consume(NAME) == 1


def test_while_another_worker_reads_it_does_not(begun):
    CompanyFactory(owner=None)
    holding, over = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                Follower.objects.select_for_update().get(name=NAME)
                holding.set()
                over.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    assert follow.consume(NAME, patience=0) == 0
    over.set()
    thread.join()
    assert follow.consume(NAME) == 1


def test_an_entry_that_fails_stops_none_of_the_others_for_long(begun):
    done = []

    def picky(entries):
        if "bad" in names(entries):
            raise ValueError("no")
        done.extend(names(entries))

    follow.follow(NAME, picky, size=500)
    for name in ("a", "bad", "b"):
        CompanyFactory(name=name, owner=None)

    for __ in range(follow.MOST_FAILURES + 1):
        follow.consume(NAME, patience=0)

    assert done == ["a", "b"]
    assert Follower.objects.get(name=NAME).failures == 0


def test_after_a_restore_on_another_server_it_goes_on_with_what_is_new(begun):
    """There transactions count anew, below those that the history holds."""
    CompanyFactory(name="old", owner=None)
    far = 10**15
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        HistoryEntry.objects.filter(pk=HistoryEntry.objects.latest("pk").pk).update(transaction=far)
        cursor.execute("SET session_replication_role = origin")
    Follower.objects.filter(name=NAME).update(transaction=far, entry=HistoryEntry.objects.latest("pk").pk)
    CompanyFactory(name="new", owner=None)

    follow.consume(NAME)

    assert names(begun) == ["new"]


@pytest.mark.django_db
def test_a_transaction_wakes_followers_once(heard, ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        for __ in range(3):
            records.create(Company(name="Acme"), by=ana)

    assert sum(getattr(one, "args", ())[:1] == (follow.TASK,) for one in woken) == 1


@pytest.mark.django_db
def test_a_batch_asks_little_however_long_it_is(heard, django_assert_max_num_queries):
    follow.follow(NAME, heard.extend)
    FollowerFactory(name=NAME, transaction=1)

    with django_assert_max_num_queries(16):
        follow.consume(NAME, patience=0)
