"""What load balancers and monitors ask; none of it is anybody's data."""

import os

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from crm.models import Job, Message

LOOPBACK = {"127.0.0.1", "::1", ""}


@login_not_required
def healthz(request):
    """200 while the database answers. Redis may be away: pages still work, so it is only reported."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    cache.set("healthz", 1, 5)
    return JsonResponse({"status": "ok", "database": True, "cache": cache.get("healthz") == 1})


@login_not_required
def metrics(request):
    if not may_read(request):
        raise Http404
    own = CollectorRegistry()
    own.register(Waiting())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(own)
        body = generate_latest(own)
    else:
        body = generate_latest(REGISTRY) + generate_latest(own)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def may_read(request) -> bool:
    """By the token; without one only this machine itself, and not through a proxy that stands on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    is_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and not is_forwarded


class Waiting:
    """Counted in the database as it is asked, so it is true whichever process answers."""

    def collect(self):
        count = GaugeMetricFamily("norte_waiting", "Rows that wait for a worker.", labels=["kind"])
        lag = GaugeMetricFamily(
            "norte_waiting_seconds", "How long the one that is due longest has waited.", labels=["kind"]
        )
        for kind, rows, moment in (
            ("jobs", Job.objects.due(), "created_at"),
            ("messages", Message.objects.due(), "due_at"),
        ):
            oldest = rows.aggregate(oldest=Min(moment))["oldest"]
            count.add_metric([kind], rows.count())
            lag.add_metric([kind], (timezone.now() - oldest).total_seconds() if oldest else 0)
        yield count
        yield lag
        failed = GaugeMetricFamily("norte_messages_over", "E-mails that did not go out.", labels=["state"])
        for state in ("failed", "uncertain"):
            failed.add_metric([state], Message.objects.filter(state=state).count())
        yield failed
