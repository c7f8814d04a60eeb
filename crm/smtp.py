"""Handing one e-mail to a mail server so that nearly always both sides know how it ended, and never for long.

A server takes a message with the dot on a line of its own that ends it. `prepare` gives it everything before that
dot: whatever fails until then, nothing was taken. `finish` sends the dot and waits for the answer: only if the worker
or the line dies in between does nobody know. However slowly the server talks, the deadline cuts the line.
"""

import re
import smtplib
import socket
import threading
from contextlib import contextmanager, suppress

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class Watched(smtplib.SMTP):
    """Tells its backend of the connection as soon as there is one, before the server has said a word."""

    opened = None

    def _get_socket(self, host, port, timeout):
        found = super()._get_socket(host, port, timeout)
        if self.opened:
            self.opened(found)
        return found


class WatchedSSL(smtplib.SMTP_SSL, Watched):
    """SMTP_SSL asks the next in line for the plain connection, which so is known before the handshake."""


class Courier(EmailBackend):
    """One connection for one message, by Django's own settings."""

    def __init__(self, **options):
        super().__init__(**options)
        self._lines, self._lock, self.is_late = [], threading.Lock(), False

    @property
    def connection_class(self):
        base = WatchedSSL if self.use_ssl else Watched
        return type(base.__name__, (base,), {"opened": staticmethod(self._opened)})

    def _opened(self, line):
        # The copy ends the connection also while the original is wrapped by TLS.
        with self._lock:
            self._lines.append(line.dup())
        if self.is_late:
            self._cut()

    @contextmanager
    def within(self, seconds: float):
        """The connection is cut after so many seconds, whatever the server does meanwhile."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield self
        finally:
            timer.cancel()
            with self._lock:
                for line in self._lines:
                    line.close()
                self._lines.clear()

    def _cut(self):
        self.is_late = True
        with self._lock:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def prepare(self, message):
        """Everything but the dot. SMTPResponseException is the server's no; any other error leaves nothing behind."""
        smtp, encoding = self.connection, message.encoding or "utf-8"
        content = message.message().as_bytes(linesep="\r\n")
        smtp.ehlo_or_helo_if_needed()
        size = [f"size={len(content)}"] if smtp.does_esmtp and smtp.has_extn("size") else []
        _require(smtp.mail(sanitize_address(message.from_email, encoding), size), 250)
        for address in message.recipients():
            _require(smtp.rcpt(sanitize_address(address, encoding)), 250, 251)
        _require(smtp.docmd("data"), 354)
        content = LINE_WITH_DOT.sub(b"..", content)
        smtp.send(content if content.endswith(b"\r\n") else content + b"\r\n")

    def finish(self):
        """The dot. SMTPResponseException is a clear no; after any other error nobody knows."""
        self.connection.send(b".\r\n")
        _require(self.connection.getreply(), 250)

    def leave(self):
        """Without waiting long for a good-bye."""
        smtp, self.connection = self.connection, None
        if smtp is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            if smtp.sock and not self.is_late:
                smtp.sock.settimeout(2)
                smtp.quit()
        with suppress(OSError, smtplib.SMTPException):
            smtp.close()


def _require(answer, *codes):
    code, text = answer
    if code not in codes:
        raise smtplib.SMTPResponseException(code, text)
