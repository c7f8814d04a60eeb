"""What is kept about an indicator is seen by whoever sees the indicator."""

from django.db import models


class MeasuredQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        from indicators.models.indicator import Indicator

        return self.filter(indicator__in=Indicator.objects.visible_to(user, action))


class OfTheIndicator:
    owner_id = team_id = None

    @classmethod
    def access_model(cls):
        from indicators.models.indicator import Indicator

        return Indicator
