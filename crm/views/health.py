"""What load balancers and monitors ask; none of it is anybody's data."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@login_not_required
def healthz(request):
    """200 while the database answers. Redis may be away: pages still work, so it is only reported."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    cache.set("healthz", 1, 5)
    return JsonResponse({"status": "ok", "database": True, "cache": cache.get("healthz") == 1})


@login_not_required
def metrics(request):
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
