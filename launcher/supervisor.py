"""Everything of an embedded run, started in order, watched, and ended together."""

import shutil
import signal
import subprocess
import time
from contextlib import ExitStack

from launcher import folder, guardian, problems, processes, services, variables
from launcher.health import is_healthy
from launcher.logs import Logs
from launcher.paths import ROOT, VAR, VENV_PYTHON
from launcher.problems import Problem

BEAT = VAR / "run" / "beat"
FIGURES = VAR / "run" / "figures"
# Warnings at every start of what is meant to be so: being root, and no collectstatic on loopback.
KNOWN = ("You're running the worker with superuser", "No directory at")
READY_WITHIN = 90  # seconds; a cold disk makes the first import slow


def web(port: int) -> list:
    options = ["--workers", "2", "--threads", "4", "--preload", "--log-level", "warning"]
    bind = ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    return [VENV_PYTHON, "-m", "gunicorn", "crm.wsgi:application", *bind, *options]


def worker() -> list:
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
    beat = ["--beat", "--schedule", BEAT]
    # Threads spare the memory of a second process; a server's workers have processes (compose.yaml).
    pool = ["--pool", "threads", "--concurrency", "2"]
    celery = [VENV_PYTHON, "-m", "celery", "--quiet", "-A", "crm"]
    return [*celery, "worker", *pool, *beat, *quiet]


def serve(port: int, say) -> None:
    """Runs until it is interrupted, or until one of its children ends."""
    began = time.monotonic()
    logs = Logs(say)
    with guardian.watching() as guard, ExitStack() as ends:
        say("Starting the database and the broker ...")
        started = ends.enter_context(services.running(VAR / "servers", logs.open))
        environment = variables.embedded(port, started.variables | {"PROMETHEUS_MULTIPROC_DIR": _figures()})
        folder.announce(f"./run on http://127.0.0.1:{port}", _shared(environment))
        _prepare(environment, say)
        for name, argv in {"web": web(port), "worker": worker()}.items():
            child = _start(name, argv, environment, logs)
            guard(child)
            ends.callback(processes.stop, child, signal.SIGTERM)
            started.children[name] = child
        ends.callback(_ask_to_stop, started.children, say)
        logins = _logins(environment)
        _await_health(port, started.children, logs)
        say(f"\nNorte is ready after {time.monotonic() - began:.0f} s: http://127.0.0.1:{port}\n")
        say(logins.rstrip() + "\n\nCtrl-C stops everything.\n")
        _watch(started.children, logs)


def manage(*arguments: str, environment: dict, doing: str) -> str:
    argv = [VENV_PYTHON, ROOT / "manage.py", *arguments]
    # A migration may take longer than the statement timeout that pages have.
    return processes.run(argv, doing, env=environment | {"DATABASE_OPTIONS": "-c lock_timeout=10000"})


def _figures() -> str:
    """Where the web processes count together for /metrics; what a former run counted there is over."""
    shutil.rmtree(FIGURES, ignore_errors=True)
    FIGURES.mkdir(parents=True)
    return str(FIGURES)


def _prepare(environment: dict, say) -> None:
    say("Preparing the database ...")
    manage("migrate", "--noinput", environment=environment, doing="Migrating the database")
    if _is_demonstration(environment):
        manage("demo", "--if-empty", environment=environment, doing="Making the demo data")


def _logins(environment: dict) -> str:
    if not _is_demonstration(environment):
        return ""
    return manage("demo", "--logins", environment=environment, doing="Asking for the logins")


def _is_demonstration(environment: dict) -> bool:
    """Its people have known passwords, so that it is never made for real work."""
    return environment["NORTE_MODE"] == "embedded"


def _start(name: str, argv: list, environment: dict, logs: Logs) -> subprocess.Popen:
    quiet = {"PYTHONWARNINGS": ",".join(f"ignore:{message}" for message in KNOWN)}
    output, _ = logs.open(name)
    with output:
        return processes.spawn(
            argv,
            on_death=signal.SIGQUIT,  # at once; on a plain stop they may finish what they do
            env=environment | quiet,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _await_health(port: int, children: dict, logs: Logs) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not is_healthy(f"http://127.0.0.1:{port}/healthz"):
        _check(children, logs)
        if time.monotonic() > deadline:
            raise Problem(f"The web server does not answer on port {port}:\n{logs.last_words('web')}")
        time.sleep(0.1)


def _watch(children: dict, logs: Logs) -> None:
    while True:
        _check(children, logs)
        time.sleep(0.3)


def _check(children: dict, logs: Logs) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            doing = f"The process {name} (code {child.returncode})"
            raise problems.from_output(doing, logs.last_words(name))


def _ask_to_stop(children: dict, say) -> None:
    """Both at once; the servers that they still need are stopped after them."""
    say("Stopping (a running task has 10 s to end; Ctrl-C again to hurry) ...")
    for name in ("web", "worker"):
        children[name].send_signal(signal.SIGTERM)


def _shared(environment: dict) -> dict:
    return {name: environment[name] for name in ("DATABASE_URL", "REDIS_URL", "SITE_URL")}
