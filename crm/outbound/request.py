"""One request to one address, within one time: no redirect followed, no proxy asked, no answer read whole."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException

from crm.outbound.address import Target, looked_up, read, resolve

CONNECT, TOTAL = 4.0, 10.0
KEPT = 2000


@dataclass(frozen=True)
class Answer:
    """What came back: `status` is 0 where nothing did, and `error` says what happened instead."""

    status: int = 0
    text: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: dict, *, resolver: Callable = resolve, total: float = TOTAL) -> Answer:
    """Send it; Refused where the address may not be sent to, an Answer in every other case."""
    # A tenth of a process's memory, and only a worker that sends needs it: loaded there.
    from urllib3.exceptions import HTTPError

    target = looked_up(read(url), resolver)
    begun = time.monotonic()
    connection = connection_to(target)
    try:
        with ended_after(connection, total) as ended:
            connection.request(
                "POST",
                target.path,
                body=body,
                headers={"Host": target.authority, "Accept-Encoding": "identity", **headers},
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            if ended.is_set():
                raise TimeoutError("the answer did not end in time")
            text = read_some(response)
        return Answer(response.status, text, said(response), time.monotonic() - begun)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return Answer(0, "", f"{type(error).__name__}: {error}"[:300], time.monotonic() - begun)
    finally:
        connection.close()


def said(response) -> str:
    if 300 <= response.status < 400:
        return "A redirect, which is not followed."
    return "" if 200 <= response.status < 300 else f"HTTP {response.status}"


def connection_to(target: Target):
    """To the address that was looked at; the certificate must be of the name that was asked for."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=CONNECT)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=CONNECT,
        ssl_context=ssl.create_default_context(),
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.name,
        assert_hostname=target.name,
    )


@contextmanager
def ended_after(connection, seconds):
    """A server that sends a byte now and then keeps each single wait short: the whole has an end too."""

    ended = threading.Event()

    def end():
        ended.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()


def read_some(response) -> str:
    """The beginning of what it says; its status counts, also where the rest never comes."""
    from urllib3.exceptions import HTTPError

    found = b""
    try:
        while len(found) < KEPT and (some := response.read(KEPT - len(found))):
            found += some
    except (HTTPError, HTTPException, OSError):
        pass
    return found[:KEPT].decode("utf-8", "replace").replace("\x00", "")
