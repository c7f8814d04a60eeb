"""The matrix of benefit and impact: much for little comes first, little for much is left out."""

from enum import StrEnum

HIGH = 4


class Zone(StrEnum):
    FIRST = "first"
    PLANNED = "planned"
    LATER = "later"
    LEFT_OUT = "left_out"


def zone_of(benefit: int, impact: int) -> Zone:
    """For scores from 1 to 5."""
    if benefit >= HIGH:
        return Zone.FIRST if impact < HIGH else Zone.PLANNED
    return Zone.LATER if impact < HIGH else Zone.LEFT_OUT


def phase_of(zone: Zone, phases: list):
    """Much benefit for little change is the first phase, much for much the second, little for little the last."""
    if zone == Zone.LEFT_OUT or not phases:
        return None
    return {Zone.FIRST: phases[0], Zone.PLANNED: phases[:2][-1], Zone.LATER: phases[-1]}[zone]


def place(benefit: int, impact: int, phases: list):
    """(phase, is left out) for these scores; the phase is None where the plan has none."""
    zone = zone_of(benefit, impact)
    return phase_of(zone, phases), zone == Zone.LEFT_OUT
