"""The small parts of ./run, each by itself."""

import gettext
import os
import subprocess
import sys

import pytest

from launcher import accounts, bound, guardian, locks, messages, problems, stamps, variables
from launcher.logs import Logs
from launcher.problems import Problem
from launcher.tests.house import wait_until


def test_a_stamp_is_stale_as_soon_as_one_of_its_files_changes(tmp_path):
    lock, stamp = tmp_path / "lock.txt", tmp_path / "stamp"
    lock.write_text("one")
    stamps.record(stamp, [lock, "3.11"])
    assert stamps.is_fresh(stamp, [lock, "3.11"])

    lock.write_text("two")

    assert not stamps.is_fresh(stamp, [lock, "3.11"])


def test_a_lock_is_held_by_one_at_a_time(tmp_path):
    with locks.held(tmp_path / "lock") as first, locks.held(tmp_path / "lock", wait=False) as second:
        assert (first, second) == (True, False)
    with locks.held(tmp_path / "lock", wait=False) as third:
        assert third


def test_translations_are_compiled_without_the_fuzzy(tmp_path):
    po = tmp_path / "django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    sure, guess = 'msgid "Won"\nmsgstr "Ganho"\n\n', '#, fuzzy\nmsgid "Lost"\nmsgstr "Ganho"\n'
    po.write_text(header + sure + guess)

    messages.compile_one(po)

    with po.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert [catalogue.gettext(text) for text in ("Won", "Lost")] == ["Ganho", "Lost"]


def test_a_translation_file_left_in_the_middle_of_a_merge_is_named(tmp_path):
    po = tmp_path / "django.po"
    po.write_text('<<<<<<< HEAD\nmsgid "Won"\nmsgstr "Ganho"\n')

    with pytest.raises(Problem, match=r"django\.po"):
        messages.compile_one(po)


def test_a_folder_inside_a_closed_one_is_out_of_reach(tmp_path):
    place = tmp_path / "closed" / "project"
    place.mkdir(parents=True)
    place.parent.chmod(0o700)

    assert not accounts.is_reachable(place)


def test_a_folder_that_is_a_link_to_somewhere_is_not_taken_for_ours(tmp_path):
    (tmp_path / "trap").symlink_to(tmp_path)

    with pytest.raises(Problem, match="another user"):
        accounts.private(tmp_path / "trap", None)


def test_a_long_path_gives_its_socket_a_short_one(tmp_path):
    short = accounts.socket_folder(tmp_path / ("x" * 90), None)

    assert len(str(short)) < 85
    assert short.stat().st_mode & 0o777 == 0o700
    short.rmdir()


def test_the_first_set_up_without_a_network_is_told_as_such():
    told = problems.from_output("Installing", "[Errno -3] Temporary failure in name resolution")

    assert str(told).startswith("No network: Installing needs to download packages.")


def test_a_full_disk_is_told_as_such():
    told = problems.from_output("Installing", "ERROR: [Errno 28] No space left on device: '/x'")

    assert str(told).startswith("The disk is full: Installing stopped.")


def test_the_words_of_a_child_are_shown_under_its_name_without_the_servers_chatter():
    shown = []
    logs = Logs(shown.append)
    output, last_words = logs.open("postgres")

    with output:
        output.write(b"x LOG:  ready\nx ERROR:  no such table\n")
    wait_until(lambda: shown, 5)

    assert shown == ["postgres | x ERROR:  no such table"]
    assert last_words() == "x LOG:  ready\nx ERROR:  no such table"


def test_a_child_dies_with_its_parent():
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    parent = (
        "import os, subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, {bound.__file__!r}, str(os.getpid()), '9', '-', '-',"
        f" sys.executable, '-c', {child!r}]); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        number = int(process.stdout.readline())
        process.kill()

    wait_until(lambda: not _exists(number), 5)
    assert not _exists(number)


def test_the_guardian_ends_what_ignores_the_death_of_its_parent():
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", stubborn], start_new_session=True) as child:
        with guardian.watching() as tell:
            tell(child)

        assert child.wait(10) == -9


def test_postgresql_programs_are_told_the_database_of_the_url():
    found = variables.libpq({"DATABASE_URL": "postgresql://crm@/norte?host=%2Ftmp%2Fa%20house%2Fsock"})

    assert found == {"PGHOST": "/tmp/a house/sock", "PGUSER": "crm", "PGDATABASE": "norte"}


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
