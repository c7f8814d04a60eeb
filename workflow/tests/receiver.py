"""A real receiver of webhooks on loopback: it keeps what it gets, and answers as told."""

import http.server
import json
import threading
import time

import pytest


class Receiver:
    """`script` holds one answer for each request to come, a status or seconds to stall; after it, 200."""

    def __init__(self):
        self.taken, self.script, receiver = [], [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.taken.append((dict(self.headers), body))
                word = receiver.script.pop(0) if receiver.script else 200
                if isinstance(word, float):
                    time.sleep(word)
                    word = 200
                try:
                    self.send_response(word)
                    self.end_headers()
                    self.wfile.write(b"noted")
                except OSError:
                    pass

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.authority = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.authority}/in"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(body) for __, body in self.taken]


@pytest.fixture
def receiver(settings):
    found = Receiver()
    settings.WEBHOOK_ALLOWED_HOSTS = [found.authority]
    yield found
    found.server.shutdown()
