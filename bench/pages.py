"""Pages of GOALS at the size of the database, each as a ratio to its floor, with its queries."""

import re

from django.db import connection, reset_queries
from django.test import Client as InProcess

from bench.server import Client, measured, serving, signed_in
from crm.models import Activity, Company, Contact

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


def cases(client, user):
    """(name, floor, goal as a multiple of it, addresses, headers)."""
    company = Company.objects.visible_to(user).order_by("-pk").first()
    busy = Company.objects.order_by("pk").first()
    contact = Contact.objects.visible_to(user).order_by("-pk").first()
    listed, found = "/contacts/", "/search/?q="
    yield "list, first page", "list", 3, [listed], {}
    yield "list, sorted by change", "list", 3, [f"{listed}?sort=-updated_at"], {}
    yield "list, filtered by state and tag", "list", 3, [f"{listed}?state=RS&tags=vip"], {}
    yield "list, filtered by city", "list", 3, [f"{listed}?city=Porto+Alegre"], {}
    yield "list, by words", "list", 3, [f"{listed}?q=silva+ana"], {}
    yield "list, page 1,000", "list", 3, [deep(client, listed, 999)], {}
    yield "list, fragment", "list", 2, [f"{listed}?sort=-created_at"], HTMX
    yield "companies, first page", "list", 3, ["/companies/"], {}
    yield "search, rare", "list", 3, [f"{found}{contact.email.split('@')[0]}"], HTMX
    yield "search, very common", "list", 3, [f"{found}silva", f"{found}maria"], HTMX
    yield "search, two words", "list", 3, [f"{found}silva+maria", f"{found}jo%C3%A3o+souza"], HTMX
    yield "search, part of an e-mail", "list", 3, [f"{found}empresa777"], HTMX
    yield "search, phone", "list", 3, [f"{found}{contact.phone[3:]}"], HTMX
    yield "company, 360 degrees", "record", 8, [company.get_absolute_url()], {}
    yield "company, its timeline", "record", 8, [f"/timeline/crm.company/{company.pk}/"], HTMX
    if busy.owner.team_id == user.team_id:
        yield "busy company, 360 degrees", "record", 10, [busy.get_absolute_url()], {}
        yield "busy company, its timeline", "record", 10, [f"/timeline/crm.company/{busy.pk}/"], HTMX
    yield "opportunities, list", "list", 3, ["/opportunities/"], {}
    yield "opportunities, board", "list", 6, ["/opportunities/board/"], {}


def run():
    busy = Company.objects.order_by("pk").select_related("owner").first()
    user = busy.owner
    print(
        f"{Contact.objects.count():,} contacts, {Company.objects.count():,} companies, "
        f"{Activity.objects.count():,} activities; seller sees {Contact.objects.visible_to(user).count():,} contacts"
    )
    with serving():
        client = Client(signed_in(user))
        floors = {
            "page": measured(client, ["/floor/page/"])[0],
            "list": measured(client, ["/floor/list/"])[0],
            "record": measured(client, [f"/floor/record/{busy.pk}/"])[0],
        }
        for name, spent in floors.items():
            print(f"floor {name:<32} p50 {spent:7.1f} ms")
        for name, floor, goal, urls, headers in cases(client, user):
            p50, p95 = measured(client, urls, **headers)
            ratio = p50 / floors[floor]
            verdict = "ok" if ratio <= goal else "OVER"
            print(
                f"{name:<38} p50 {p50:7.1f} p95 {p95:7.1f} ms  {ratio:5.1f} x {floor} (goal {goal}) {verdict:<5}"
                f" {queries(user, urls[0]):3} queries"
            )
