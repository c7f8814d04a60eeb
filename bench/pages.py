"""Pages of GOALS at the size of the database, each as a ratio to its floor, with its queries."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db import connection, reset_queries
from django.test import Client as InProcess

from bench import floors
from bench.server import Client, measured, serving, signed_in
from crm.models import Activity, Company, Contact, SavedView

HTMX = {"HX-Request": "true", "HX-Target": "results"}


def queries(user, url) -> int:
    """How many statements one request of the page takes."""
    client = InProcess(headers={"host": "127.0.0.1"})
    client.force_login(user)
    client.get(url)
    connection.force_debug_cursor = True
    reset_queries()
    client.get(url)
    connection.force_debug_cursor = False
    return len(connection.queries)


def deep(client, url, pages) -> str:
    """The address of a page far into the list, found by walking to it."""
    for __ in range(pages):
        body = client.get(url, **HTMX)[1].decode()
        found = re.search(r'rel="next" href="([^"]+)"', body)
        if not found:
            break
        url = url.split("?")[0] + found[1].replace("&amp;", "&")
    return url


@dataclass
class Share:
    """At most so many times its floor at p50, no more than twice that at p95, with so many queries at most."""

    floor: str
    times: float
    queries: int = 12

    def told(self, spent, took) -> tuple[str, bool]:
        ratio = spent.p50 / spent.floor
        holds = ratio <= self.times and spent.p95 <= 2 * spent.p50 and took <= self.queries
        return f"{ratio:4.1f} x {self.floor} (at most {self.times})", holds


@dataclass
class Search:
    """p95 at most that of a list and three times that of the SQL written by hand; 100 ms where that takes under 10."""

    sql: str
    values: list
    floor = "list"

    def told(self, spent, took) -> tuple[str, bool]:
        by_hand = floors.answered(self.sql, self.values)[1]
        most = spent.floor_p95 + 3 * by_hand
        most = min(most, 100) if by_hand < 10 else most
        return f"{spent.p50 / spent.floor:4.1f} x list, p95 at most {most:.1f} (SQL {by_hand:.1f})", spent.p95 <= most


def cases(client, user):
    """(name, goal, addresses, headers)."""
    company = Company.objects.visible_to(user).order_by("-pk").first()
    busy = Company.objects.order_by("pk").first()
    listed = "/contacts/"
    yield "list, first page", Share("list", 3), [listed], {}
    yield "list, sorted by change", Share("list", 3), [f"{listed}?sort=-updated_at"], {}
    yield "list, filtered by state and tag", Share("list", 3), [f"{listed}?state=RS&tags=vip"], {}
    yield "list, filtered by city", Share("list", 3), [f"{listed}?city=Porto+Alegre"], {}
    yield "list, by words", Share("list", 3), [f"{listed}?q=silva+ana"], {}
    yield "list, a saved view", Share("list", 3), [f"{listed}?state=RS&sort=-updated_at&view={pinned(user).pk}"], {}
    yield "list, page 1,000", Share("list", 3), [deep(client, listed, 999)], {}
    yield "list, fragment", Share("list", 2), [f"{listed}?sort=-created_at"], HTMX
    yield "companies, first page", Share("list", 3), ["/companies/"], {}
    yield from searches(user)
    yield "company, 360 degrees", Share("record", 8, 30), [company.get_absolute_url()], {}
    yield "company, its timeline", Share("record", 8, 30), [f"/timeline/crm.company/{company.pk}/"], HTMX
    if busy.owner.team_id == user.team_id:
        yield "busy company, 360 degrees", Share("record", 10, 30), [busy.get_absolute_url()], {}
        yield "busy company, its timeline", Share("record", 10, 30), [f"/timeline/crm.company/{busy.pk}/"], HTMX
    yield "opportunities, list", Share("list", 3), ["/opportunities/"], {}
    yield "opportunities, board", Share("list", 6, 30), ["/opportunities/board/"], {}


def pinned(user) -> SavedView:
    """A view of one's own, kept in the menu with its count."""
    kind = ContentType.objects.get_for_model(Contact)
    view, __ = SavedView.objects.get_or_create(
        owner=user, record_type=kind, name="Bench", defaults={"query": "state=RS&sort=-updated_at"}
    )
    view.pinned_by.add(user)
    return view


def searches(user):
    contact = Contact.objects.visible_to(user).order_by("-pk").first()
    company = Company.objects.visible_to(user).order_by("-pk").first()
    asked = {
        "search, rare": [contact.email.split("@")[0]],
        "search, very common": ["silva", "maria"],
        "search, two words": ["silva maria", "joão souza"],
        "search, part of an e-mail": ["empresa777"],
        "search, phone": [contact.phone[3:]],
        "search, document": [company.cnpj],
    }
    for name, texts in asked.items():
        sql, values = floors.search(user, texts[0])
        yield name, Search(sql, values), [f"/search/?{urlencode({'q': text})}" for text in texts], HTMX


def run():
    busy = Company.objects.order_by("pk").select_related("owner").first()
    user = busy.owner
    print(
        f"{Contact.objects.count():,} contacts, {Company.objects.count():,} companies, "
        f"{Activity.objects.count():,} activities; seller sees {Contact.objects.visible_to(user).count():,} contacts"
    )
    beside = {"list": "/floor/list/", "record": f"/floor/record/{busy.pk}/"}
    with serving():
        client = Client(signed_in(user))
        for name, goal, urls, headers in cases(client, user):
            spent, took = measured(client, urls, beside=beside[goal.floor], **headers), queries(user, urls[0])
            told, holds = goal.told(spent, took)
            print(
                f"{name:<32} p50 {spent.p50:6.1f} p95 {spent.p95:6.1f} ms, floor {spent.floor:5.1f}"
                f" {told:<40} {'ok' if holds else 'OVER':<4} {took:3} queries",
                flush=True,
            )
