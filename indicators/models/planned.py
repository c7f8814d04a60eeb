"""What belongs to a plan is seen and changed by whoever may do so with the plan."""

from django.db import models

from crm.models.access import EVERYTHING, NOTHING
from crm.models.record import Record
from crm.models.role import Scope


class OfThePlan:
    """A record that has no owner in the sense of reach: plans are the organization's, all of them or none."""

    owner_id = team_id = None

    @classmethod
    def access_model(cls):
        from indicators.models.plan import Plan

        return Plan

    @classmethod
    def access_condition(cls, access, action):
        return EVERYTHING if access.scope(action, cls) == Scope.ALL else NOTHING


class PlannedRecord(OfThePlan, Record):
    """A record one edits within a plan."""

    class Meta(Record.Meta):
        abstract = True


class PartQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        from indicators.models.plan import Plan

        return self.all() if user.access.reaches_all(action, Plan) else self.none()
