"""Files that people bring: which kinds are taken, how their bytes are checked, how their names are cleaned."""

from crm.attachments.examination import Refused, examine
from crm.attachments.kind import ACCEPT, KINDS

__all__ = ["ACCEPT", "KINDS", "Refused", "examine"]
