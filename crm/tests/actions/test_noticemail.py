"""Notices by mail: bundled, looked at again before they go, once a day for a summary."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from crm.actions import noticemail
from crm.actions.notice import notify
from crm.models import Message, Notice, NoticePreference, User
from crm.notices import KINDS, NoticeKind, register_notice
from crm.tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kind():
    yield register_notice(NoticeKind("test_kind", "Something", "{actor} changed {record}", verb="See the company"))
    del KINDS["test_kind"]


def written(person, after=timedelta(seconds=26), now=None):
    return noticemail.write(person.pk, (now or timezone.now()) + after)


def dropped():
    return list(Notice.objects.order_by("pk").values_list("dropped", flat=True))


def test_one_notice_is_one_mail_that_leads_to_its_record(ana, bruno, settings):
    settings.SITE_URL = "https://crm.example"
    company = CompanyFactory(owner=ana, team=ana.team, name="Acme & Co")
    notify("test_kind", company, [ana], by=bruno, key="a")

    assert noticemail.write(ana.pk) is None
    message = written(ana)

    assert (message.to, message.subject) == (ana.email, "Bruno Reis changed “Acme & Co”")
    address = f"https://crm.example/companies/{company.pk}/"
    assert address in message.text
    assert f'href="{address}"' in message.html
    assert message.html.count('class="button"') == 1
    assert "Acme &amp; Co" in message.html
    assert written(ana) is None


def test_what_comes_together_goes_out_together(ana, bruno):
    companies = [CompanyFactory(owner=ana, team=ana.team) for __ in range(3)]
    for number, company in enumerate([*companies, *companies]):
        notify("test_kind", company, [ana], by=bruno, key=f"k{number}")

    message = written(ana)

    assert message.subject == "6 new notices"
    assert all(f"/companies/{company.pk}/" in message.text for company in companies)
    assert Notice.objects.filter(message=message).count() == 6


def test_a_storm_of_500_events_for_one_person_is_one_mail(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(500):
            notify("test_kind", CompanyFactory._meta.model(pk=1, name="x"), [ana], by=None, key=f"k{number}")
            clock.shift(timedelta(seconds=0.1))
            if number % 50 == 0:
                assert noticemail.write(ana.pk) is None
        CompanyFactory(pk=1, owner=ana, team=ana.team)
        clock.shift(timedelta(seconds=30))
        message = noticemail.write(ana.pk)

    assert Message.objects.count() == 1
    assert Notice.objects.filter(message=message).count() == 500
    assert "And 460 more." in message.text


def test_while_news_keeps_coming_the_mail_does_not_wait_for_ever(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(100):
            notify("test_kind", CompanyFactory(owner=ana, team=ana.team), [ana], by=None, key=f"k{number}")
            clock.shift(timedelta(seconds=2))
            noticemail.write(ana.pk)

    assert Message.objects.count() == 1


def test_what_was_read_meanwhile_is_not_mailed(ana):
    notify("test_kind", CompanyFactory(owner=ana, team=ana.team), [ana], by=None, key="a")
    Notice.objects.update(read_at=timezone.now())

    assert written(ana) is None
    assert noticemail.sweep(timezone.now() + timedelta(minutes=1)) == 0


def test_rights_are_looked_at_again_before_it_is_written(ana, caio):
    company = CompanyFactory(owner=ana, team=ana.team)
    notify("test_kind", company, [ana, caio], by=None, key="a")

    assert written(caio) is None
    assert Notice.objects.get(person=caio).dropped == "unseen"
    assert written(ana).to == ana.email


def test_who_is_gone_or_wants_no_mail_any_more_hears_nothing(ana, bruno):
    company = CompanyFactory(owner=ana, team=ana.team)
    notify("test_kind", company, [ana, bruno], by=None, key="a")
    User.objects.filter(pk=ana.pk).update(is_active=False)
    User.objects.filter(pk=bruno.pk).update(wants_mail=False)

    assert (written(ana), written(bruno)) == (None, None)
    assert dropped() == ["inactive", "unwanted"]


def test_whom_it_no_longer_concerns_hears_nothing(ana):
    register_notice(NoticeKind("test_kind", "x", "x", still=lambda person, notices: notices[1:]))
    for key in "ab":
        notify("test_kind", CompanyFactory(owner=ana, team=ana.team), [ana], by=None, key=key)

    message = written(ana)

    assert dropped() == ["left", ""]
    assert Notice.objects.get(message=message).key == "b"


def test_a_sweep_wakes_a_worker_for_everybody_something_is_due_for(ana, bruno, django_capture_on_commit_callbacks):
    company = CompanyFactory(owner=ana, team=ana.team)
    for key in "ab":
        notify("test_kind", company, [ana, bruno], by=None, key=key)

    with django_capture_on_commit_callbacks() as woken:
        assert noticemail.sweep() == 0
        assert noticemail.sweep(timezone.now() + timedelta(seconds=26)) == 2

    assert [one.args[0] for one in woken] == ["crm.tasks.mail_notices"] * 2


def test_words_are_the_readers(ana, bruno):
    User.objects.filter(pk=ana.pk).update(language="pt-br")
    notify("test_kind", CompanyFactory(owner=ana, team=ana.team), [ana], by=bruno, key="a")

    assert written(ana).text.startswith("Olá, Ana")


# --- Summaries ----------------------------------------------------------------


@pytest.fixture
def daily(ana):
    NoticePreference.objects.create(person=ana, kind="test_kind", channel="digest")
    return ana


def happen(person, *keys):
    company = CompanyFactory(owner=person, team=person.team)
    for key in keys:
        notify("test_kind", company, [person], by=None, key=key)


def test_the_summary_comes_once_a_day_with_all_that_waited(daily):
    with time_machine.travel(NOON, tick=False) as clock:
        happen(daily, "a", "b")
        assert written(daily, timedelta(hours=1)) is None
        clock.move_to(datetime(2026, 3, 3, 11, 1, tzinfo=UTC))
        first = noticemail.write(daily.pk)
        assert noticemail.write(daily.pk) is None

    assert first.subject == "Your summary: 2 notices"
    assert Message.objects.count() == 1


def test_a_missed_summary_is_caught_up_once(daily):
    with time_machine.travel(NOON, tick=False) as clock:
        happen(daily, "a")
        clock.shift(timedelta(days=1))
        happen(daily, "b")
        clock.shift(timedelta(days=3))
        message = noticemail.write(daily.pk)

    assert Notice.objects.filter(message=message).count() == 2
    assert Message.objects.count() == 1


def test_no_second_summary_comes_on_one_day_and_nothing_is_lost(daily):
    with time_machine.travel(NOON, tick=False) as clock:
        happen(daily, "a")
        clock.move_to(datetime(2026, 3, 3, 11, 1, tzinfo=UTC))
        noticemail.write(daily.pk)
        happen(daily, "b")
        Notice.objects.filter(key="b").update(mail_after=timezone.now())

        assert noticemail.write(daily.pk) is None
        assert Notice.objects.get(key="b").mail_after == datetime(2026, 3, 4, 11, tzinfo=UTC)
        clock.shift(timedelta(days=1))
        assert noticemail.write(daily.pk) is not None
