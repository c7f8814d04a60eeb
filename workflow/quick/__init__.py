"""A task from one line of words: "ligar para Acme amanhã 15h". It only proposes; a person confirms."""

from workflow.quick.line import Line
from workflow.quick.reading import Read, read

__all__ = ["Line", "Read", "read"]
