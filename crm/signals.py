"""The one signal of the house: something was written to the history."""

from django.dispatch import Signal

# Sent after commit with entry=HistoryEntry. Receivers must only enqueue.
recorded = Signal()
