from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from workflow.models import Task


def task(title, owner, hours, **fields):
    due = timezone.now() + timedelta(hours=hours)
    return Task.objects.create(title=title, owner=owner, team=owner.team, due_at=due, **fields)


def test_home_shows_mine_that_are_late_and_nobody_elses(client_of, ana, bruno):
    task("Call Acme", ana, -2)
    task("Call Zenith", bruno, -2)
    task("Far away", ana, 24 * 9)
    task("Done", ana, -3, done_at=timezone.now())

    page = client_of(ana).get(reverse("home")).content.decode()

    shown = {name: name in page for name in ("Call Acme", "Call Zenith", "Far away")}
    assert shown == {"Call Acme": True, "Call Zenith": False, "Far away": False}


def test_a_free_day_says_so(client_of, ana):
    assert "Nothing late and nothing due today." in client_of(ana).get(reverse("home")).content.decode()


def test_who_may_see_no_tasks_is_not_told_of_any(client_of, nina):
    assert "Late and today" not in client_of(nina).get(reverse("home")).content.decode()
