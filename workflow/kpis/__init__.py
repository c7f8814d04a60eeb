"""What work is measured by. Importing the package registers all of them."""

from workflow.kpis import keeping, pace, standing

__all__ = ["keeping", "pace", "standing"]
