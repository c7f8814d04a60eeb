"""A ready plan is one's own after two clicks."""

import pytest
from django.urls import reverse

from indicators.models import Investment, Plan
from indicators.readyplans import READY

pytestmark = pytest.mark.django_db
GALLERY = reverse("indicators:plan-ready")


def address(key="sales"):
    return reverse("indicators:plan-apply", args=[key])


def form(person, **given):
    return {"starts_on": "2026-01-01", "sponsor": person.pk, "manager": person.pk, "language": "en", **given}


def test_the_gallery_shows_every_ready_plan_with_the_way_to_it(client_of, bruno):
    body = client_of(bruno).get(GALLERY).content.decode()

    for key, ready in READY.items():
        assert str(ready.name) in body
        assert address(key) in body


def test_one_form_makes_the_plan(client_of, bruno):
    answer = client_of(bruno).post(address(), form(bruno, investment="12.500,00", margin="30"))

    plan = Plan.objects.get()
    assert answer.headers["Location"] == plan.get_absolute_url()
    assert (plan.name, plan.ready_plan, plan.goals.count()) == ("Sales plan", "sales", 4)
    assert Investment.objects.get().amount == 12_500


def test_the_same_form_sent_twice_makes_one_plan(client_of, bruno):
    client, sent = client_of(bruno), form(bruno, once="abc")

    client.post(address(), sent)
    client.post(address(), sent)

    assert Plan.objects.count() == 1


def test_without_a_start_nothing_is_made(client_of, bruno):
    answer = client_of(bruno).post(address(), form(bruno, starts_on=""))

    assert (answer.status_code, Plan.objects.count()) == (422, 0)


def test_who_may_create_no_plans_is_shown_none(client_of, ana, enzo):
    for person in (ana, enzo):
        assert client_of(person).get(GALLERY).status_code == 403
        assert client_of(person).post(address(), form(person)).status_code == 403
    assert not Plan.objects.exists()


def test_there_are_only_the_ready_plans_there_are(client_of, bruno):
    assert client_of(bruno).get(address("nothing")).status_code == 404
