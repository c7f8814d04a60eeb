"""The facts behind the figures of work, and what tells them apart."""

from django.utils.translation import gettext_lazy as _

from crm.kpis.facts import OWNED
from crm.measures import Dimension
from workflow.models import Task

DIMENSIONS = OWNED | {"type": Dimension(_("type"), "kind", choices=lambda: dict(Task.KINDS))}


def tasks(asking):
    found = asking.visible(Task)
    return found.filter(created_at__lte=asking.as_of) if asking.as_of else found
