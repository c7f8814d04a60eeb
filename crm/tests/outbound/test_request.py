import http.server
import socket
import threading
import time

import pytest

from crm.outbound import Refused, looked_up, post, read
from crm.tests.sink import free_port

PUBLIC = "93.184.216.34"

# Each of these is refused before a connection is made, whatever the name server says.
FORMS = """
    http://127.0.0.1/ http://127.0.0.1:8080/ https://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/
    http://0x7f000001/ http://0x7f.0.0.1/ http://017700000001/ http://0177.0.0.1/ http://0/ http://0.0.0.0/
    http://0.1.2.3/ http://127.255.255.254/ http://localhost/ http://LOCALHOST/ http://localhost.localdomain/
    http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/
    http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b::127.0.0.1]/ http://[64:ff9b:1::7f00:1]/
    http://[2002:7f00:1::]/ http://[2001:0:7f00:1::]/ http://[fe80::1]/ http://[fc00::1]/ http://[fd12:3456::1]/
    http://[fec0::1]/ http://[ff02::1]/ http://[2001:db8::1]/ http://[100::1]/ http://[5f00::1]/
    http://10.0.0.1/ http://10.255.255.255/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.0.1/
    http://169.254.169.254/latest/meta-data/ http://100.64.0.1/ http://100.127.255.254/ http://198.18.0.1/
    http://192.0.0.170/ http://192.0.2.1/ http://198.51.100.1/ http://203.0.113.1/ http://192.88.99.1/
    http://224.0.0.1/ http://239.255.255.250/ http://240.0.0.1/ http://255.255.255.255/
    http://user@127.0.0.1/ http://example.com@127.0.0.1/ http://127.0.0.1#@example.com/ http://example.com\\@127.0.0.1/
    http://example.com:80@127.0.0.1/ http://example.com/#/../ //127.0.0.1/ http:127.0.0.1 http:/127.0.0.1/
    http://[::1%25lo]/ http://[::1]@example.com/ http://ex..ample.com/ http://-example.com/
    ftp://example.com/ file:///etc/passwd gopher://127.0.0.1:6379/_ dict://127.0.0.1:11211/ unix:///run/x
    javascript:alert(1) http:// https:// http://:80/ http://example.com:22/ http://example.com:25/
    http://example.com:6379/ http://example.com:5432/ http://example.com:0/ http://example.com:99999/
""".split()
ODD = ["", " http://example.com/", "http://example.com/ ", "http://exam ple.com/", "http://example.com/a b",
       "http://example.com/\r\nX: y", "http://example.com\t/", "http://①②⑦.⓪.⓪.①/", "http://example。com/",
       "http://exämple.com/", "http://example.com/" + "a" * 500, "http://example.com/\x00"]  # fmt: skip


@pytest.fixture
def trap():
    """The loopback on port 8080, as far as it is free, and another: neither may ever be connected to."""
    taken, servers = [], []

    def watch(server):
        while True:
            try:
                taken.append(server.accept()[1])
            except OSError:
                return

    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            servers.append(socket.create_server((host, 8080), family=family))
        except OSError:
            continue
        threading.Thread(target=watch, args=(servers[-1],), daemon=True).start()
    yield taken
    for one in servers:
        one.close()


@pytest.mark.parametrize("url", FORMS + ODD)
def test_no_way_of_writing_an_internal_address_is_sent_to(url, trap):
    with pytest.raises(Refused):
        post(url, b"{}", {})

    assert trap == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "::1", "10.0.0.7", "169.254.169.254", "::ffff:127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_name_of_which_any_address_is_internal_is_refused(inside, order, trap):
    with pytest.raises(Refused):
        post("http://rebind.example:8080/", b"{}", {}, resolver=lambda host, port: [PUBLIC, inside][::order])

    assert trap == []


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_again(trap):
    asked = []

    def resolver(host, port):
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    target = looked_up(read("http://rebind.example:8080/hook"), resolver)

    assert (target.address, target.authority, asked) == (PUBLIC, "rebind.example:8080", ["rebind.example"])
    assert trap == []


def test_what_is_public_is_read_as_it_stands():
    target = read("https://Hooks.Example.com/in?key=1")

    assert (target.scheme, target.host, target.port, target.path) == ("https", "hooks.example.com", 443, "/in?key=1")
    for address in (PUBLIC, "2606:4700::1111", "8.8.8.8"):
        assert looked_up(target, lambda host, port, found=address: [found]).address == address


class Receiver:
    """A real server on loopback, answering as told."""

    def __init__(self, answer):
        self.taken, receiver = [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                receiver.taken.append((self.path, dict(self.headers), self.rfile.read(length)))
                answer(self)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings):
    found = []

    def answering(status=200, body=b"ok", **headers):
        def answer(handler):
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        found.append(Receiver(answer))
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{one.server.server_port}" for one in found]
        return found[-1]

    yield answering
    for one in found:
        one.server.shutdown()


def test_a_host_that_was_named_in_the_settings_gets_what_was_sent(receiver):
    there = receiver()

    answer = post(there.url, b'{"a": 1}', {"Content-Type": "application/json"})

    [(path, headers, body)] = there.taken
    assert (answer.status, answer.is_taken, answer.text) == (200, True, "ok")
    assert (path, body, headers["Content-Type"]) == ("/hook", b'{"a": 1}', "application/json")


def test_a_named_host_opens_no_other_port(receiver):
    receiver()

    with pytest.raises(Refused):
        post(f"http://127.0.0.1:{free_port()}/", b"", {})


def test_a_redirect_is_an_answer_and_not_followed(receiver):
    inside = receiver()
    outside = receiver(302, b"", Location=inside.url)

    answer = post(outside.url, b"{}", {})

    assert (answer.status, answer.is_taken, inside.taken) == (302, False, [])


def test_no_more_than_the_beginning_of_an_answer_is_read(receiver):
    answer = post(receiver(200, b"x" * 5_000_000).url, b"{}", {})

    assert len(answer.text) == 2000


def test_no_proxy_of_the_environment_is_asked(receiver, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert post(receiver().url, b"{}", {}).is_taken


@pytest.mark.parametrize("drip", [b"", b"H", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_stalls_or_drips_is_left_in_time(settings, drip):
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]

    def stall():
        taken, __ = server.accept()
        taken.sendall(drip)
        try:
            while drip:
                time.sleep(0.2)
                taken.sendall(b"y")
        except OSError:
            return
        time.sleep(20)

    threading.Thread(target=stall, daemon=True).start()
    begun = time.monotonic()
    answer = post(f"http://127.0.0.1:{port}/", b"{}", {}, total=1.0)

    assert (answer.status, bool(answer.error)) == (0, True)
    assert time.monotonic() - begun < 4
    server.close()


def test_a_closed_door_is_an_answer_too(settings):
    port = free_port()
    settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]

    answer = post(f"http://127.0.0.1:{port}/", b"{}", {})

    assert (answer.status, answer.is_taken) == (0, False)
    assert "refused" in answer.error.lower()
