"""What sales are measured by. Importing the package registers all of them."""

from sales.kpis import arriving, closing, customer, keeping, standing, velocity

__all__ = ["arriving", "closing", "customer", "keeping", "standing", "velocity"]
