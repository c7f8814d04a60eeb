"""What the use of Norte and the state of its data are measured by. Importing the package registers all of them."""

from crm.kpis import activity, adoption, quality

__all__ = ["activity", "adoption", "quality"]
