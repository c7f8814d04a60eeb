"""What the newest final figure means, and what is to be done about it."""

from dataclasses import dataclass

from crm.measures import Direction
from indicators.monitoring.bands import Band, band_of, edges_of
from indicators.monitoring.signals import Signal, found, meaning

# So many periods outside the band, one after another, without any signal: the process cannot do better as it is.
INCAPABLE = 4


@dataclass(frozen=True)
class Judgement:
    band: Band | None
    signal: Signal | None = None
    rule: str = ""


def judge(values: list, better: Direction, baseline, target, day) -> Judgement:
    """The last of these values, oldest first, None where a period had no data; `day` is the period's last."""
    last = values[-1]
    if last is None:
        return Judgement(Band.NO_DATA)
    edges = edges_of(target, baseline and baseline.mean, day) if target else None
    band = band_of(last, edges) if edges else None
    if better == Direction.CONTEXT:
        band = Band.CONTEXT
    limits = (baseline.mean, baseline.lower, baseline.upper) if baseline else (None, None, None)
    signal = found([one for one in values if one is not None], *limits)
    means = meaning(signal, better, is_desired=band == Band.DESIRED)
    return Judgement(band, means, signal.rule if signal else "")


def cause_of(judgements: list[Judgement]) -> str | None:
    """Why a corrective action is due after the last of these, oldest first; None where none is."""
    last = judgements[-1]
    if last.band == Band.NO_DATA:
        return "data"
    if last.signal == Signal.ADVERSE:
        return "below" if last.band == Band.BELOW else "signal"
    lately = judgements[-INCAPABLE:]
    if len(lately) == INCAPABLE and all(one.band == Band.BELOW for one in lately) and last.signal != Signal.GOOD:
        return "capability"
    return None


def is_mended(cause: str, judgements: list[Judgement]) -> bool:
    """Whether these periods, all after the remedy, show that it helped."""
    if cause == "data":
        return judgements[-1].band != Band.NO_DATA
    is_quiet = all(one.signal != Signal.ADVERSE for one in judgements)
    if cause == "signal":
        return is_quiet
    return is_quiet and all(one.band in (Band.ACCEPTABLE, Band.DESIRED) for one in judgements)
