"""A Redis cache that may be wiped or down at any moment without a page failing.

What guards the sign-in (attempts, used codes) is kept in PostgreSQL instead: an empty Redis opens no door.
"""

import functools
import logging

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

GUARDED = "allauth"

log = logging.getLogger(__name__)


def _forgiving(name, missing):
    method = getattr(RedisCache, name)

    @functools.wraps(method)
    def call(self, *args, **kwargs):
        if args and isinstance(args[0], str) and args[0].startswith(GUARDED):
            return getattr(caches["guard"], name)(*args, **kwargs)
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            log.warning("cache %s failed: %s", name, type(error).__name__)
            return missing(args, kwargs)

    return call


class ForgivingRedisCache(RedisCache):
    """Every failing call answers as an empty cache would."""

    get = _forgiving("get", lambda args, kwargs: kwargs.get("default", args[1] if len(args) > 1 else None))
    get_many = _forgiving("get_many", lambda args, kwargs: {})
    set = _forgiving("set", lambda args, kwargs: None)
    set_many = _forgiving("set_many", lambda args, kwargs: [])
    add = _forgiving("add", lambda args, kwargs: True)
    delete = _forgiving("delete", lambda args, kwargs: False)
    delete_many = _forgiving("delete_many", lambda args, kwargs: None)
    touch = _forgiving("touch", lambda args, kwargs: False)
    has_key = _forgiving("has_key", lambda args, kwargs: False)
    incr = _forgiving("incr", lambda args, kwargs: 1)
    clear = _forgiving("clear", lambda args, kwargs: None)
