"""What others do when something happened to a task, and what must be done in place of completing it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

_listening: list[Callable] = []
_demanding: list[Callable] = []


@dataclass(frozen=True)
class Demand:
    """Completing a task needs more than a tick: say so, and where it is given."""

    message: str | Promise
    url: str


def listen(function):
    """Call `function(task, verb, by=…, **details)` in the transaction of every verb of a task."""
    if function not in _listening:
        _listening.append(function)
    return function


def after_change(task, verb: str, *, by, **details):
    """Every verb of a task ends here. `details` tell what was before."""
    for function in _listening:
        function(task, verb, by=by, **details)


def demand(function):
    """Ask `function(task) -> Demand | None` before a task is completed."""
    if function not in _demanding:
        _demanding.append(function)
    return function


def demand_of(task) -> Demand | None:
    return next((found for function in _demanding if (found := function(task)) is not None), None)
