"""The floors of GOALS: what Django itself costs for a page of the kind, and what SQL written by hand costs."""

import time
from statistics import quantiles

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.template import engines

from crm.models import Activity, Affiliation, Company, Contact
from crm.ui.words import search_words

PAGE = """<!doctype html>
<html lang="en">
<head><title>Floor</title></head>
<body>
<h1>{{ user.name }}</h1>
<p>{{ user.email }}</p>
{% block content %}{% endblock %}
</body>
</html>
"""
LIST = PAGE.replace(
    "{% block content %}{% endblock %}",
    "<table>{% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.job_title }}</td><td>{{ row.email }}</td>"
    "<td>{{ row.phone }}</td><td>{{ row.city }}</td><td>{{ row.updated_at }}</td></tr>{% endfor %}</table>",
)
RECORD = PAGE.replace(
    "{% block content %}{% endblock %}",
    "<p>{{ company.name }}</p><ul>{% for one in people %}<li>{{ one.contact.name }}</li>{% endfor %}</ul>"
    "<ul>{% for one in activities %}<li>{{ one.body }}</li>{% endfor %}</ul>",
)


def _answer(request, template, **context):
    return HttpResponse(engines["django"].from_string(template).render({"user": request.user, **context}))


def page(request):
    """F1: session and user loaded, a template of ten lines."""
    request.user.name  # noqa: B018
    return _answer(request, PAGE)


def bare_list(request):
    """F2: F1 and one indexed query of 50 rows in a plain table."""
    return _answer(request, LIST, rows=Contact.objects.order_by("name_fold", "pk")[:50])


def bare_record(request, pk):
    """F3: F1 and three indexed queries."""
    company = Company.objects.get(pk=pk)
    kind = ContentType.objects.get_for_model(Company)
    activities = Activity.objects.filter(record_type=kind, record_id=pk).order_by("-occurred_at")[:20]
    people = Affiliation.objects.filter(company=company).select_related("contact")[:5]
    return _answer(request, RECORD, company=company, activities=activities, people=people)


HELD = """
    (SELECT '{table}', id, name FROM {table} WHERE deleted_at IS NULL
        AND ARRAY[team_id, -owner_id] && ARRAY[%s, -%s]::bigint[] AND {words} LIMIT 50)"""


def search(user, text) -> tuple[str, list]:
    """F4 of a search: what holds all words among the customers and opportunities this person sees."""
    words = [f"%{word}%" for word in search_words(text)]
    tables = ("crm_company", "crm_contact", "sales_opportunity")
    held = " AND ".join(["search LIKE crm_fold(%s)"] * len(words))
    sql = " UNION ALL ".join(HELD.format(table=table, words=held) for table in tables)
    return sql, [user.team_id, user.pk, *words] * len(tables)


def answered(sql, values, times=40) -> tuple[float, float]:
    """(p50, p95) in milliseconds of a statement on an open connection, its rows fetched."""
    spent = []
    with connection.cursor() as cursor:
        for __ in range(times):
            begun = time.perf_counter()
            cursor.execute(sql, values)
            cursor.fetchall()
            spent.append((time.perf_counter() - begun) * 1000)
    cuts = quantiles(spent[1:], n=20)
    return cuts[9], cuts[18]
