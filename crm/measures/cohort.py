"""Of those that came in a period, how many did something within a window: known for sure only when it has passed."""

from datetime import timedelta

from crm.measures.types import Ratio


class Cohort(Ratio):
    """The denominator is placed by when it came; the numerator also did the thing within `window` of that."""

    window: timedelta

    def matures_after(self) -> timedelta:
        return self.window + self.settles_after
