"""A mail server on loopback that answers as a test wishes and keeps what it was given."""

import asyncio
import socket
import threading
import time
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Sink:
    """`script` holds one word per message to come.

    An SMTP answer, "die" or "hang" after taking it, or "" for a plain yes.
    """

    def __init__(self, script=()):
        self.script = list(script)
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.script and self.script[0].startswith("rcpt "):
            return self.script.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        word = self.script.pop(0) if self.script else ""
        if word[:1] in "45" and word:
            return word
        self.taken.append((list(envelope.rcpt_tos), message_from_bytes(envelope.content)))
        if word == "hang":
            await asyncio.sleep(60)
        if word == "die":
            server.transport.abort()
            return "250 never arrives"
        return "250 taken"


def started(script=()):
    """(sink, controller): stop the controller when done."""
    sink = Sink(script)
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    return sink, controller


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Silent:
    """Takes the connection and never says a word."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.kept = []
        threading.Thread(target=self.take, daemon=True).start()
        return self

    def take(self):
        while True:
            try:
                self.kept.append(self.socket.accept()[0])
            except OSError:
                return

    def __exit__(self, *error):
        self.socket.close()
        for one in self.kept:
            one.close()


class Stalling:
    """A server that speaks until one moment ("banner", "ehlo", "data") and then says nothing more.

    With `drip` it goes on there, a byte after each so many seconds, for ever.
    """

    def __init__(self, moment, drip=None):
        self.moment, self.drip, self.is_over = moment, drip, threading.Event()

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.kept = []
        threading.Thread(target=self.take, daemon=True).start()
        return self

    def take(self):
        while True:
            try:
                line = self.socket.accept()[0]
            except OSError:
                return
            self.kept.append(line)
            threading.Thread(target=self.talk, args=(line,), daemon=True).start()

    def talk(self, line):
        try:
            self.say(line, "banner", b"220 slow\r\n")
            reader = line.makefile("rb")
            while command := reader.readline():
                word = command[:4].strip().lower().decode()
                if word == "data":
                    self.say(line, "data", b"354 go on\r\n")
                    # The text may come; its end gets no answer.
                    while reader.readline() not in (b".\r\n", b""):
                        pass
                    self.is_over.wait()
                else:
                    self.say(line, "ehlo", b"250 yes\r\n")
        except OSError:
            return

    def say(self, line, moment, words):
        if moment != self.moment:
            line.sendall(words)
            return
        while self.drip and not self.is_over.wait(self.drip):
            line.sendall(b"2")
        self.is_over.wait()

    def __exit__(self, *error):
        self.is_over.set()
        self.socket.close()
        for one in self.kept:
            one.close()


def until(condition, seconds=20):
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")
