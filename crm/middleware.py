"""What every request passes: figures, log lines, security headers, the reader's language and time zone."""

import time
import zoneinfo
from copy import copy

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone, translation
from django_structlog.middlewares import RequestMiddleware
from prometheus_client import Counter, Histogram

from crm.models import Organization, User

REQUESTS = Counter("norte_requests", "Answers by page, method and status.", ["page", "method", "status"])
SECONDS = Histogram(
    "norte_request_seconds",
    "How long answers took, by page.",
    ["page"],
    buckets=(0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 10),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measured:
    """Counts answers and their time by the name of the page, never by its address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        page = (found.view_name or "unnamed") if found else "unknown"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(page, method, str(response.status_code)).inc()
        SECONDS.labels(page).observe(time.perf_counter() - began)
        return response


class RequestLog(RequestMiddleware):
    """One line as a request comes and one as it goes, under an id that the answer carries too."""

    def __call__(self, request):
        self.prepare(request)
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        self.handle_response(request, response)
        return response

    @staticmethod
    def format_request(request):
        """Without the query: what people search for is nobody's reading."""
        return f"{request.method} {request.path}"


class SecurityHeaders:
    """Content-Security-Policy and friends; Django 6 brings the first, this class then goes."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", self.policy)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if getattr(request, "user", None) and request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class ReaderPreferences:
    """Language and time zone of the person, else of the organisation."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        organization = request.organization = Organization.current()
        language = self.language(request, organization)
        zone = getattr(request.user, "time_zone", "") or organization.time_zone
        held = copy(organization).held()
        with held, translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # Template responses must render while the language is still active.
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.setdefault("Content-Language", language)
        return response

    def language(self, request, organization):
        if request.user.is_authenticated and request.user.language:
            return request.user.language
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        return chosen if chosen in dict(settings.LANGUAGES) else organization.language


class LastSeen:
    """Notes when a session and its person were last seen, every few minutes instead of at every request."""

    EVERY = 300

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.session.session_key:
            self.note(request)
        return self.get_response(request)

    def note(self, request):
        now = time.time()
        if now - request.session.get("seen", 0) < self.EVERY:
            return
        request.session["seen"] = int(now)
        UserSession.objects.create_from_request(request)
        User.objects.filter(pk=request.user.pk).update(last_seen_at=timezone.now())
