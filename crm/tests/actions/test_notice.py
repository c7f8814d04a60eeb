"""Who is told, once, by the channel they chose; what was read; how one chooses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.actions import notice as notices
from crm.actions.history import acting
from crm.actions.notice import News, notify, notify_many
from crm.models import Notice, NoticePreference
from crm.notices import KINDS, NoticeKind, register_notice
from crm.tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind():
    yield register_notice(NoticeKind("test_kind", "Something", "{actor} did it to {record}"))
    del KINDS["test_kind"]


def told(*people):
    return sorted(Notice.objects.values_list("person__name", flat=True)) == sorted(one.name for one in people)


def test_each_person_is_told_once_but_who_caused_it(ana, bruno, dora):
    company = CompanyFactory(owner=ana)

    for __ in range(2):
        notify("test_kind", company, [ana, bruno, bruno.pk, dora, None], by=ana, key="a")

    assert told(bruno, dora)
    assert Notice.objects.first().subject == company


def test_another_key_is_another_notice(ana, bruno):
    notify("test_kind", None, [ana], by=bruno, key="a")

    assert notify("test_kind", None, [ana], by=bruno, key="b") == 1
    assert notify("test_kind", None, [ana], by=bruno, key="b") == 0


def test_who_is_deactivated_or_turned_the_kind_off_is_not_told(ana, bruno, dora):
    type(bruno).objects.filter(pk=bruno.pk).update(is_active=False)
    NoticePreference.objects.create(person=dora, kind="test_kind", channel="off")

    notify("test_kind", None, [ana, bruno, dora], by=None, key="a")

    assert told(ana)


@pytest.mark.parametrize(("channel", "is_mailed"), [("mail", True), ("app", False)])
def test_the_channel_is_the_one_that_was_chosen(ana, channel, is_mailed):
    NoticePreference.objects.create(person=ana, kind="test_kind", channel=channel)

    notify("test_kind", None, [ana], by=None, key="a")

    notice = Notice.objects.get()
    assert (notice.channel, notice.mail_after is not None) == (channel, is_mailed)


def test_who_wants_no_mail_reads_it_in_the_application(ana):
    type(ana).objects.filter(pk=ana.pk).update(wants_mail=False)

    notify("test_kind", None, [ana], by=None, key="a")

    assert Notice.objects.get().mail_after is None


def test_a_rolled_back_cause_tells_nobody(ana):
    with transaction.atomic():
        notify("test_kind", None, [ana], by=None, key="a")
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_the_past_is_no_news(ana):
    with acting(None, at=timezone.now() - timedelta(days=30)):
        notify("test_kind", None, [ana], by=None, key="a")

    assert not Notice.objects.exists()


def test_a_thousand_events_ask_the_database_as_often_as_one(ana, bruno):
    def queries(first, last):
        news = [News(None, [ana, bruno], f"k{number}") for number in range(first, last)]
        with CaptureQueriesContext(connection) as captured:
            notify_many("test_kind", news, by=None)
        return len(captured)

    one = queries(0, 1)

    assert queries(1, 400) == one
    assert Notice.objects.count() == 800


# --- When the summary comes ---------------------------------------------------


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "after", "wanted"),
    [
        ("America/Sao_Paulo", 8, at(2026, 3, 2, 10, 59), at(2026, 3, 2, 11)),
        ("America/Sao_Paulo", 8, at(2026, 3, 2, 11), at(2026, 3, 3, 11)),
        ("America/Sao_Paulo", 0, at(2026, 3, 2, 12), at(2026, 3, 3, 3)),
        ("Asia/Tokyo", 8, at(2026, 3, 2, 22), at(2026, 3, 2, 23)),
        # An hour that the spring leaves out, and one that the autumn has twice.
        ("Europe/Lisbon", 1, at(2026, 3, 28, 12), at(2026, 3, 29, 1)),
        ("Europe/Lisbon", 1, at(2026, 10, 24, 12), at(2026, 10, 25, 0)),
        ("Europe/Lisbon", 1, at(2026, 10, 25, 0), at(2026, 10, 26, 1)),
        ("America/New_York", 8, at(2026, 3, 7, 20), at(2026, 3, 8, 12)),
        ("America/New_York", 8, at(2026, 10, 31, 20), at(2026, 11, 1, 13)),
    ],
)
def test_the_summary_comes_at_ones_own_hour_where_one_is(zone, hour, after, wanted):
    person = UserFactory(time_zone=zone, digest_hour=hour)

    assert notices.next_digest(person, after) == wanted


# --- Reading ------------------------------------------------------------------


def test_opening_a_record_reads_what_was_told_about_it(ana, bruno):
    seen, other = CompanyFactory(), CompanyFactory()
    for company in (seen, other):
        notify("test_kind", company, [ana, bruno], by=None, key=f"{company.pk}")

    assert notices.read_about(seen, by=ana) == 1

    assert Notice.objects.visible_to(ana).unread().get().subject == other
    assert Notice.objects.visible_to(bruno).unread().count() == 2


def test_nobody_reads_for_another(ana, bruno):
    notify("test_kind", None, [ana], by=None, key="a")

    assert notices.read(Notice.objects.all(), by=bruno) == 0
    with pytest.raises(PermissionDenied):
        notices.unread_again(Notice.objects.get(), by=bruno)


# --- Choosing -----------------------------------------------------------------


def test_a_choice_holds_from_now_on_and_for_what_waits_for_the_summary(ana):
    notices.choose(ana, by=ana, channels={"test_kind": "digest"}, digest_hour=9, lead_minutes=[60])
    notify("test_kind", None, [ana], by=None, key="a")
    before = Notice.objects.get().mail_after

    notices.choose(ana, by=ana, channels={"test_kind": "digest"}, digest_hour=10, lead_minutes=[60, 1440, 60])

    after = Notice.objects.get().mail_after
    assert after.astimezone(ana.zone).hour == 10
    assert before.astimezone(ana.zone).hour == 9
    assert type(ana).objects.get(pk=ana.pk).lead_minutes == [1440, 60]


def test_what_cannot_be_chosen_is_refused(ana, bruno):
    register_notice(NoticeKind("test_kind", "Something", "It", channels=("mail", "digest", "app")))

    for channels in ({"test_kind": "off"}, {"nothing": "mail"}):
        with pytest.raises(ValidationError):
            notices.choose(ana, by=ana, channels=channels, digest_hour=8, lead_minutes=[])
    with pytest.raises(PermissionDenied):
        notices.choose(ana, by=bruno, channels={}, digest_hour=8, lead_minutes=[])
