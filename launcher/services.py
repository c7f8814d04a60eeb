"""The database and the broker that Django needs: ours, unless the environment names others."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from launcher import accounts, postgres, processes, valkey


class Started(NamedTuple):
    """The variables to hand to Django, and the children that must stay alive."""

    variables: dict[str, str]
    children: dict


@contextmanager
def running(home: Path, open_log: Callable, *, throwaway=False) -> Iterator[Started]:
    """Both servers with their data in home; open_log(name) gives where a server's words go to and
    how to read the last of them back."""
    account = accounts.for_servers()
    started = Started({}, {})
    with ExitStack() as ends:
        if not os.environ.get("DATABASE_URL"):
            cluster = postgres.Cluster(accounts.folder(home, account), account, throwaway)
            cluster.prepare()
            _start(cluster, "postgres", open_log, signal.SIGINT, started, ends)
            started.variables["DATABASE_URL"] = cluster.url
        if not os.environ.get("REDIS_URL"):
            broker = valkey.Valkey(accounts.folder(home, account), account, throwaway)
            _start(broker, "valkey", open_log, signal.SIGTERM, started, ends)
            started.variables["REDIS_URL"] = broker.url
        yield started


def _start(server, name: str, open_log, how_to_stop: int, started: Started, ends: ExitStack) -> None:
    output, last_words = open_log(name)
    with output:  # the child has its own end
        child = server.start(output)
    ends.callback(processes.stop, child, how_to_stop)
    started.children[name] = child
    server.wait_until_ready(child, last_words)
