"""What children print: each line shown under the child's name, the last ones kept for a diagnosis."""

import os
import re
import threading
from collections import deque

# PostgreSQL and Valkey tell of every start and stop; only what needs a person is shown.
NOISE = {
    "postgres": re.compile(r" LOG:  "),
    "valkey": re.compile(r"overcommit|signal-handler|bye bye"),
}
NOTHING = re.compile(r"(?!)")


class Logs:
    def __init__(self, show):
        self.show = show
        self.kept: dict[str, deque[str]] = {}

    def open(self, name: str):
        """A place for a child's output to go to, and a function that gives back its last lines."""
        reading, writing = os.pipe()
        self.kept[name] = deque(maxlen=30)
        threading.Thread(target=self._pump, args=(name, reading), daemon=True).start()
        return os.fdopen(writing, "wb"), lambda: self.last_words(name)

    def last_words(self, name: str) -> str:
        return "\n".join(self.kept[name])

    def _pump(self, name: str, reading: int) -> None:
        noise = NOISE.get(name, NOTHING)
        with os.fdopen(reading, errors="replace") as lines:
            for line in map(str.rstrip, lines):
                self.kept[name].append(line)
                if not noise.search(line):
                    self.show(f"{name:<8} | {line}")
