"""The environment variables that Django's settings are read from, in an embedded run."""

import os
import secrets
from urllib.parse import parse_qs, unquote, urlsplit

from launcher.paths import VAR

SECRET_FILE = VAR / "secret_key"


def embedded(port: int, services: dict[str, str]) -> dict[str, str]:
    """What the environment already says goes first."""
    defaults = {
        "NORTE_MODE": "embedded",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "LOG_LEVEL": "WARNING",  # a line for every request would bury the address and the logins
        "PYTHONUNBUFFERED": "1",
    }
    return {"SECRET_KEY": secret_key()} | defaults | services | os.environ


def libpq(environment: dict[str, str]) -> dict[str, str]:
    """What psql and pg_dump read, from a DATABASE_URL."""
    url = urlsplit(environment["DATABASE_URL"])
    named = {
        "PGHOST": parse_qs(url.query).get("host", [url.hostname])[0],
        "PGPORT": str(url.port or ""),
        "PGUSER": unquote(url.username or ""),
        "PGPASSWORD": unquote(url.password or ""),
        "PGDATABASE": unquote(url.path.removeprefix("/")),
    }
    return {name: value for name, value in named.items() if value}


def secret_key() -> str:
    """Made once and kept, so that sessions outlive a restart."""
    if not SECRET_FILE.exists():
        SECRET_FILE.parent.mkdir(exist_ok=True)
        closed = os.open(SECRET_FILE, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(closed, "w") as file:
            file.write(secrets.token_urlsafe(60))
    return SECRET_FILE.read_text().strip()
