"""What a start needs of the machine, looked at before anything is done."""

import shutil
import socket
import time

from launcher.paths import ROOT
from launcher.problems import Problem


def check_port(port: int, patience: float) -> None:
    """The web server of a run that was just killed may take a moment to let go of the port."""
    deadline = time.monotonic() + patience
    while refusal := _refusal_of(port):
        if time.monotonic() > deadline:
            other = f"Take another: ./run --port {port + 1}"
            raise Problem(f"Port {port} cannot be used ({refusal}). {other}")
        time.sleep(0.1)


def check_room(needed: int) -> None:
    """needed is in MB."""
    free = shutil.disk_usage(ROOT).free // 10**6
    if free < needed:
        raise Problem(f"The disk is full: {free} MB are free here and {needed} MB are needed.")


def _refusal_of(port: int) -> str | None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            return error.strerror
    return None
