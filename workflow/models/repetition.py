import datetime
import zoneinfo
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.calendars import NoBusinessTime
from workflow.recurring import BadRule, settled, slots


class Repetition(models.Model):
    """A rule on the clock of a place: what comes again, of whatever kind, knows its moments."""

    SHIFTS = [
        ("none", _("Leave it on that day")),
        ("next", _("The next business day")),
        ("previous", _("The business day before")),
    ]

    rule = models.CharField(_("repetition"), max_length=200)
    shift = models.CharField(_("on a day without work"), max_length=8, choices=SHIFTS, default="none")
    starts_at = models.DateTimeField(_("first time"))
    zone = models.CharField(_("time zone"), max_length=64)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    next_slot = models.DateTimeField(_("next time"), null=True, editable=False)

    class Meta:
        abstract = True

    def clean(self):
        try:
            self.rule = settled(self.rule, self.wall(self.starts_at))
        except BadRule:
            raise ValidationError({"rule": _("Norte does not know such a repetition.")}) from None

    def wall(self, moment) -> datetime.datetime:
        """What the clock of its place shows, without a zone."""
        return moment.astimezone(zoneinfo.ZoneInfo(self.zone)).replace(tzinfo=None)

    def moment(self, wall) -> datetime.datetime:
        """09:00 stays 09:00, whatever summer time does."""
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(self.zone)).astimezone(datetime.UTC)

    def slots_after(self, moment=None, most=100) -> list[datetime.datetime]:
        """The next moments it stands for; from the first one on without a moment."""
        after = self.wall(moment) if moment is not None else None
        walls = slots(self.rule, self.wall(self.starts_at), after, most)
        return [self.moment(wall) for wall in walls if self.ends_on is None or wall.date() <= self.ends_on]

    def shifted(self, slot, calendar_of: Callable) -> datetime.datetime:
        """The slot itself, or its hour on the business day that its rule of shifting names."""
        if self.shift == "none":
            return slot
        wall = self.wall(slot)
        try:
            day = calendar_of().shift(wall.date(), self.shift)
        except NoBusinessTime:
            return slot
        return self.moment(datetime.datetime.combine(day, wall.time()))
