"""What administrators keep in /admin/, a file for each record."""

from sales.admin import lostreason, pipeline

__all__ = ["lostreason", "pipeline"]
