"""What comes again: recurrence rules (RFC 5545), settled so that no month is left out."""

from workflow.recurring.rule import BadRule, settled, slots
from workflow.recurring.words import says

__all__ = ["BadRule", "says", "settled", "slots"]
