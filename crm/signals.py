"""The one signal of the house: something was written to the history; and what Django's post_migrate says."""

from django.dispatch import Signal

# Sent after commit with entry=HistoryEntry. Receivers must only enqueue.
recorded = Signal()


def goes_back(plan) -> bool:
    """Of post_migrate: whether it led to an older version, which may lack columns of what is installed."""
    return any(is_backwards for __, is_backwards in plan)
