"""How a figure is written, and which way is good."""

from enum import StrEnum


class Unit(StrEnum):
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"
    TIMES = "times"
    POINTS = "points"
    MONEY_PER_DAY = "money_per_day"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    RANGE = "range"
    CONTEXT = "context"
