"""What comes again and again: names of tasks with their interval, and what becomes of slots that were missed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# However long nothing ran, no more slots of one job than this are made up for.
MOST_CAUGHT_UP = 100
# With "skip", a slot that could not begin within this time is not run at all.
TOO_LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Periodic:
    """`catch_up` of missed slots: "once" runs the newest, "each" every one, "skip" none."""

    job: str
    every: timedelta
    catch_up: Literal["once", "each", "skip"]
    run: object

    def slot(self, now: datetime) -> datetime:
        """The beginning of the slot that this moment lies in, counted in UTC: no clock change moves it."""
        return EPOCH + (now - EPOCH) // self.every * self.every

    def wanted(self, now: datetime, last: datetime | None) -> list[datetime]:
        """The slots that are to run now, when `last` was the last one."""
        current = self.slot(now)
        if last is not None and last >= current:
            return []
        if last is None or self.catch_up == "once":
            return [current]
        if self.catch_up == "skip":
            return [current] if now - current < TOO_LATE else []
        missed = min((current - last) // self.every, MOST_CAUGHT_UP)
        return [current - self.every * back for back in reversed(range(missed))]


PERIODIC: dict[str, Periodic] = {}


def every(*, minutes: float = 0, hours: float = 0, catch_up: Literal["once", "each", "skip"] = "once"):
    """Run a Celery task again and again: `@every(minutes=15)` above `@shared_task`.

    Each slot runs once, however many beats and workers there are; only when a worker dies in the middle is it
    begun again. With catch_up="each" the task takes `slot`, the moment it stands for.
    """

    def register(task):
        interval = timedelta(minutes=minutes, hours=hours)
        PERIODIC[task.name] = Periodic(task.name, interval, catch_up, task)
        return task

    return register
