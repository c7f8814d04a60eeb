"""Requests to addresses that people typed: never inside the own network, never elsewhere than was looked at."""

from crm.outbound.address import Refused, Target, looked_up, read
from crm.outbound.request import Answer, post

__all__ = ["Answer", "Refused", "Target", "looked_up", "post", "read"]
