"""JSON log lines: control bytes escaped, secrets masked, the request's id on each."""

import logging
import re

import structlog

SECRET_WORDS = re.compile(r"(password|secret|token|authorization|cookie|session|api_?key|otp)", re.I)
SECRET_VALUES = re.compile(
    r"(?i)(?:bearer|token)\s+\S+"
    r"|norte_[A-Za-z0-9_-]{20,}"
    r"|(?<=://)[^/\s:@]*:[^@\s]+(?=@)"
    r"|(?<=/invitation/)[^/\s\"?]+"
    r"|(?<=/password/reset/key/)[^/\s\"?]+"
    r"|(?<=[?&])[^=&\s]*(?:password|secret|token|key|code)[^=&\s]*=[^&\s\"]+"
)


def masked(value):
    """The value with whatever looks like a secret replaced, inside lists and dicts too."""
    if isinstance(value, str):
        return SECRET_VALUES.sub("***", value)
    if isinstance(value, dict):
        return {key: "***" if SECRET_WORDS.search(str(key)) else masked(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(one) for one in value]
    return value


def mask(logger, method, event):
    return masked(event)


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def formatter() -> logging.Formatter:
    """The logging formatter named in settings.LOGGING."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask,
            structlog.processors.JSONRenderer(default=repr),
        ],
    )
