"""What the builders of a demonstration share: chance with a fixed seed, today, and who and what exists so far."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

MONTHS = 18
ZONE = ZoneInfo("America/Sao_Paulo")


@dataclass
class World:
    chance: random.Random = field(default_factory=lambda: random.Random(2026))
    now: datetime = field(default_factory=timezone.now)
    people: dict = field(default_factory=dict)
    sellers: list = field(default_factory=list)
    companies: list = field(default_factory=list)
    contacts: dict = field(default_factory=dict)  # company id to its contacts

    @property
    def start(self) -> datetime:
        return self.now - timedelta(days=30 * MONTHS)

    def moment(self, after=None, before=None) -> datetime:
        """A minute of working time between two moments; never in the future unless asked for."""
        after, before = after or self.start, before or self.now
        seconds = max((before - after).total_seconds(), 60)
        return min(max(self.working(after + timedelta(seconds=self.chance.random() * seconds)), after), before)

    def working(self, moment: datetime) -> datetime:
        """The same day, or the Friday before, at a minute of working time."""
        found = moment.astimezone(ZONE)
        found -= timedelta(days=max(found.weekday() - 4, 0))
        return found.replace(hour=self.chance.randint(8, 17), minute=self.chance.randrange(0, 60, 5), second=0)

    def deadline(self, days: int) -> datetime:
        """A working hour some days from today, before or after."""
        day = (self.now + timedelta(days=days)).astimezone(ZONE)
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        return day.replace(
            hour=self.chance.randint(9, 17), minute=self.chance.choice([0, 0, 30]), second=0, microsecond=0
        )

    def some(self, share: float) -> bool:
        return self.chance.random() < share
