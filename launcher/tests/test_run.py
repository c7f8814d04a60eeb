import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from launcher import accounts
from launcher.tests.house import wait_until

pytestmark = pytest.mark.slow


def test_run_answers_names_the_logins_and_ends_with_everything_it_started(house):
    run = house.start()

    with urllib.request.urlopen(f"http://127.0.0.1:{house.port}/healthz") as answer:
        assert answer.read() == b"ok"
    assert f"http://127.0.0.1:{house.port}" in house.log()
    assert "boss@example.com" in house.log()

    run.send_signal(signal.SIGTERM)
    run.wait(60)
    # The guardian outlives the run by the moment it takes to see that nothing is left.
    wait_until(lambda: not house.processes(), 10)
    assert house.processes() == []


def test_a_killed_run_leaves_no_process_behind_even_with_a_task_at_work(house):
    run = house.start()
    _enqueue_a_long_task(house)

    run.kill()
    run.wait()
    wait_until(lambda: not house.processes(), 30)

    assert house.processes() == []


def test_run_starts_again_after_it_was_killed(house):
    house.start().kill()
    house.run.wait()

    house.start()

    assert house.run.poll() is None


def test_a_second_run_in_the_folder_names_the_first(house):
    house.start()

    second = house.call("--port", "1")

    assert second.returncode == 1
    assert f"Already running in this folder: ./run on http://127.0.0.1:{house.port}" in second.stderr


def test_manage_uses_the_services_of_the_running_run(house):
    house.start()

    told = house.call("manage", "shell", "-c", "from django.conf import settings as s; print(s.REDIS_URL)")

    assert told.stdout.split()[-1] == house.variables()["REDIS_URL"]
    assert house.run.poll() is None


def test_manage_alone_starts_services_and_ends_them(house):
    migrated = house.call("manage", "migrate", "--noinput")

    assert migrated.returncode == 0, migrated.stderr
    assert house.processes() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as another user")
def test_as_root_in_a_closed_folder_the_servers_live_elsewhere(house):
    house.folder.parent.chmod(0o700)
    other_place = accounts.elsewhere(house.folder / "var/servers")

    migrated = house.call("manage", "migrate", "--noinput")

    assert migrated.returncode == 0, migrated.stderr
    assert not (house.folder / "var/servers").exists()
    assert (other_place / "pg/PG_VERSION").exists()
    assert house.folder.parent.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(other_place)


def test_manage_gives_the_code_of_its_command(house):
    assert house.call("manage", "no-such-command").returncode == 1


def test_a_taken_port_is_named_before_anything_is_set_up(house):
    with socket.create_server(("127.0.0.1", house.port)):
        refused = house.call("--port", str(house.port))

    assert refused.returncode == 1
    assert f"Port {house.port} cannot be used" in refused.stderr
    assert not (house.folder / "var/servers").exists()


def test_data_of_another_postgresql_is_refused_with_a_way_out(house):
    house.call("manage", "check")
    subprocess.run(["sh", "-c", "echo 11 > var/servers/pg/PG_VERSION"], cwd=house.folder, check=True)

    refused = house.call("manage", "check")

    assert refused.returncode == 1
    assert "was written by PostgreSQL 11" in refused.stderr
    assert "NORTE_PG_BIN" in refused.stderr


def test_a_full_disk_is_told_before_anything_is_set_up(house):
    with _small_disk(house.folder / "var"):
        refused = house.call("manage", "check")

    assert refused.returncode == 1
    assert "The disk is full" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_first_set_up_without_network_says_what_it_needs(house):
    (house.folder / ".venv").unlink()
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}

    refused = house.call("setup", **nowhere, PIP_NO_CACHE_DIR="1")

    assert refused.returncode == 1
    assert "No network: Installing Python packages (pip) needs to download packages." in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_old_python_is_told_which_one_is_needed(house):
    source = (house.folder / "run").read_text()
    as_old = f"import sys; sys.version_info = (3, 9, 2); exec({source!r})"

    refused = subprocess.run([sys.executable, "-c", as_old], cwd=house.folder, capture_output=True, text=True)

    assert refused.returncode == 1
    assert "Norte needs Python 3.11 or newer, and this is Python 3.9." in refused.stderr
    # An older Python must be able to read as far as that.
    ast.parse(source, feature_version=(3, 4))


def test_the_web_processes_count_together_and_begin_anew_with_each_run(house):
    stale = house.folder / "var/run/figures/counter_1.db"
    stale.parent.mkdir(parents=True)
    stale.write_text("of a former run")

    house.start()

    told = [_environment(process) for process in Path("/proc").glob("[0-9]*") if b"gunicorn" in _command(process)]
    assert f"PROMETHEUS_MULTIPROC_DIR={stale.parent}" in [word for words in told for word in words]
    assert not stale.exists()


@contextmanager
def _small_disk(place):
    """A file system with no room left, where one may make one."""
    place.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("only root mounts")
    try:
        (place / "filler").write_bytes(bytes(60_000))
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def _environment(process) -> list[str]:
    try:
        return (process / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _command(process) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _enqueue_a_long_task(house):
    python = str(house.folder / ".venv/bin/python")
    environment = house.environment | house.variables()
    call = "from crm.celery import dawdle; dawdle.delay(120)"
    subprocess.run([python, "-c", call], cwd=house.folder, env=environment, check=True)
    wait_until(lambda: False, 1)
