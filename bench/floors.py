"""The floors of GOALS: what Django itself costs for a page of the kind, with nothing of ours around it."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.template import engines

from crm.models import Activity, Affiliation, Company, Contact

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
