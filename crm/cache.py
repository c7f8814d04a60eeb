"""A Redis cache that may be wiped or down at any moment without a page failing.

What guards the sign-in (attempts, used codes) is kept in PostgreSQL instead: an empty Redis opens no door.
"""

import functools
import logging
import secrets

from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

GUARDED = "allauth"
WRITTEN = "written"

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


def note_write():
    """Something was written: what was counted before counts no more."""
    cache.set(WRITTEN, secrets.token_hex(8), None)


def counted_since_last_write(key: str) -> tuple[int | None, str | None]:
    """(the kept count, None where something was written since; the mark to keep the next one under)."""
    found = cache.get_many([key, WRITTEN])
    mark = found.get(WRITTEN)
    count, kept_under = found.get(key, (None, None))
    return (count if kept_under == mark else None), mark


def keep_count(key: str, count: int, mark: str | None, seconds: int):
    """`mark` was read before counting: what is written meanwhile makes the count worthless at once."""
    cache.set(key, (count, mark), seconds)
