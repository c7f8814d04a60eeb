from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

PROFILE, LIST = reverse("crm:profile"), reverse("crm:company-list")


def test_being_seen_is_noted_once_in_five_minutes(client_of, ana):
    client = client_of(ana)
    client.get(PROFILE)
    first = UserSession.objects.get().last_seen_at

    client.get(PROFILE)
    assert UserSession.objects.get().last_seen_at == first

    with travel(timezone.now() + timedelta(seconds=301)):
        client.get(PROFILE)
    ana.refresh_from_db()
    assert UserSession.objects.get().last_seen_at > first
    assert ana.last_seen_at > first


def test_a_signed_in_request_costs_three_queries_before_its_page(client_of, ana, django_assert_num_queries):
    client = client_of(ana)
    client.get(PROFILE)

    # Session, person, organisation.
    with django_assert_num_queries(3):
        client.get("/admin/password_change/")


def test_the_answer_carries_the_headers_of_the_house(client_of, ana):
    response = client_of(ana).get(PROFILE)

    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_the_page_speaks_the_persons_language(client_of, ana):
    ana.language = "pt-br"
    ana.save()

    response = client_of(ana).get(PROFILE)

    assert response["Content-Language"] == "pt-br"
    assert b'<html lang="pt-br"' in response.content
