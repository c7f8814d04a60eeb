"""Requests per minute and token."""

import time

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from rest_framework.throttling import BaseThrottle

from crm.models import ApiToken

WINDOW = 60

# While Redis is away each process counts alone: the limit loosens, but never falls.
_local = LocMemCache("api-rate", {})


class TokenThrottle(BaseThrottle):
    """One budget for each token; one for each person who comes with a session."""

    def allow_request(self, request, view):
        slot = int(time.time() // WINDOW)
        is_token = isinstance(request.auth, ApiToken)
        who = f"token-{request.auth.pk}" if is_token else f"user-{request.user.pk}"
        key = f"api-rate:{who}:{slot}"
        return max(_counted(cache, key), _counted(_local, key)) <= settings.API_REQUESTS_PER_MINUTE

    def wait(self):
        return WINDOW - time.time() % WINDOW + 1


def _counted(store, key) -> int:
    store.add(key, 0, WINDOW * 2)
    try:
        return store.incr(key)
    except ValueError:
        return 1
