"""The matrix of benefit and impact: much for little comes first, little for much is left out."""

HIGH = 4


def place(benefit: int, impact: int, phases: list):
    """(phase, is left out) for these scores, from 1 to 5; the phase is None where the plan has none.

    Much benefit for little change is the first phase, much for much the second, little for little the last.
    """
    if benefit < HIGH <= impact:
        return None, True
    if not phases:
        return None, False
    if benefit >= HIGH:
        return (phases[0] if impact < HIGH else phases[min(1, len(phases) - 1)]), False
    return phases[-1], False
