"""Plain tasks for tests."""

import factory

from crm.tests.factories import OwnedFactory
from workflow.models import Task


class TaskFactory(OwnedFactory):
    class Meta:
        model = Task

    title = factory.Sequence(lambda number: f"Task {number}")
