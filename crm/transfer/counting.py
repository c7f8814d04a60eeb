"""What a run adds up: outcomes, and how often each reason and warning was given."""

MAX_REASONS = 100
OUTCOMES = ("created", "updated", "unchanged", "refused")


def nothing() -> dict:
    return {**dict.fromkeys(OUTCOMES, 0), "made": {}, "reasons": {}, "warnings": {}}


def add(counts: dict, planned, made_labels=()):
    for one in planned:
        counts[one.outcome] += 1
        for reason in one.row.reasons:
            tally(counts["reasons"], reason)
        # "Taken, but look at it" is said of what is taken.
        for warning in one.row.warnings if one.outcome != "refused" else ():
            tally(counts["warnings"], warning)
    for label in made_labels:
        tally(counts["made"], label)


def tally_all(counts, texts):
    for text in texts:
        tally(counts, text)


def tally(counts, text):
    """Distinct texts are bounded: a file of a million different faults must not grow the row."""
    text = text if text in counts or len(counts) < MAX_REASONS else "…"
    counts[text] = counts.get(text, 0) + 1


def total(counts) -> int:
    return sum(counts[name] for name in OUTCOMES)
