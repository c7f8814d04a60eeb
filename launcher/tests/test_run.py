import os
import shutil
import signal
import socket
import subprocess
import urllib.request

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


def _enqueue_a_long_task(house):
    python = str(house.folder / ".venv/bin/python")
    environment = house.environment | house.variables()
    call = "from crm.celery import dawdle; dawdle.delay(120)"
    subprocess.run([python, "-c", call], cwd=house.folder, env=environment, check=True)
    wait_until(lambda: False, 1)
