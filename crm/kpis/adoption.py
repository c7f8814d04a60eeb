"""Who really works with Norte."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Dimension, Grain, Ratio, Unit, register
from crm.measures.measure import Measure
from crm.measures.then import told
from crm.models import HistoryEntry, Team, User


@register
class Adoption(Ratio):
    """Of the people with an account, those who wrote something; looking alone leaves no trace and is no use."""

    key = "adm.adoption"
    label = _("People who work with Norte")
    unit = Unit.PERCENT
    grain = Grain.WEEK
    subject = User
    placed_by = known_by = "date_joined"
    dimensions = {"team": Dimension(_("team"), "team", Team)}
    changing = ("team",)
    things = _("people with an account when the period ended")
    numerator, denominator = Measure(Q(wrote=True)), Measure()
    words = {"wrote": _("they wrote something in the period")}
    guard = "adm.contacts_reachable"
    pitfalls = _("Signing in is not use; people who only read count as absent. Accounts closed since are left out.")

    def may(self, asking):
        return asking.user is None or asking.user.access.may("view", User)

    def facts(self, asking):
        people = self.with_account(asking)
        return (
            people if asking.user is None else people.filter(pk__in=User.objects.managed_by(asking.user).values("pk"))
        )

    def with_account(self, asking):
        """Accounts closed since were still open then."""
        if not asking.as_of:
            return User.objects.active()
        return told(User.objects.all(), asking.as_of, ("is_active", *self.changing)).filter(is_active_known=True)

    def placed(self, asking, period):
        """Everybody who had an account when the period ended."""
        begin, end = period.bounds(asking.zone)
        wrote = HistoryEntry.objects.filter(actor=OuterRef("pk"), occurred_at__gte=begin, occurred_at__lt=end)
        if asking.as_of:
            wrote = wrote.filter(recorded_at__lte=asking.as_of)
        people = self.known(asking).filter(date_joined__lt=end)
        return self.narrowed(asking, people.annotate(wrote=Exists(wrote)))

    def series(self, asking, periods):
        return [self.figure(asking, period) for period in periods]
