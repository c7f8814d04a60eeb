from workflow.models.task import Task

__all__ = ["Task"]
