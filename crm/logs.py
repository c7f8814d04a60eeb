"""JSON log lines: control bytes escaped, secrets masked, the request's id on each."""

import logging
import re

import structlog

SECRET_WORDS = re.compile(r"(password|secret|token|authorization|cookie|session|api_key|otp)", re.I)
SECRET_VALUES = re.compile(r"(?i)(bearer|token)\s+\S+|norte_[A-Za-z0-9_-]{20,}|://[^/\s:@]+:[^@\s]+@")


def mask(logger, method, event):
    """Replace the values of secret-looking keys and tokens inside texts."""
    for key, value in event.items():
        if SECRET_WORDS.search(key):
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = SECRET_VALUES.sub("***", value)
    return event


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    mask,
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
            structlog.processors.JSONRenderer(),
        ],
    )
