"""Asks the web server whether it is well.

    python -m launcher.health http://127.0.0.1:8000/healthz      ends with 0 if it is, 1 if not

SITE_URL, where set, gives the host to ask for: the server refuses those not in ALLOWED_HOSTS.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_healthy(url: str, host: str = "") -> bool:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=5)
    try:
        connection.request("GET", place.path, headers={"Host": host or place.netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_healthy(sys.argv[1], urlsplit(os.environ.get("SITE_URL", "")).netloc))
