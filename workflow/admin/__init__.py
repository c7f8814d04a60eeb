"""What administrators keep in /admin/, a file for each record."""

from workflow.admin import tasktype

__all__ = ["tasktype"]
