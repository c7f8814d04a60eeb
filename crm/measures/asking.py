"""Who asks, about which part, and as of when: what every way to a figure shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from crm.measures.then import there
from crm.models import Organization, User


@dataclass(frozen=True)
class Asking:
    """`user` sees what they may see; None is the organisation itself (snapshots, the console, who has the right).

    `scope` holds one member for each dimension it narrows. `as_of` leaves out what was learned later.
    With `is_traced`, a figure carries a digest of the facts behind it; with `is_listed`, the facts themselves.
    """

    user: User | None = None
    scope: Mapping = field(default_factory=dict)
    as_of: datetime | None = None
    zone: ZoneInfo = None
    currency: str = ""
    is_traced: bool = False
    is_listed: bool = False

    def __post_init__(self):
        organization = Organization.current()
        object.__setattr__(self, "zone", self.zone or ZoneInfo(organization.time_zone))
        object.__setattr__(self, "currency", self.currency or organization.currency)

    @property
    def now(self) -> datetime:
        return self.as_of or timezone.now()

    def visible(self, model):
        """The rows of `model` this figure may rest on; as known then, also those moved to the trash since."""
        if self.as_of and hasattr(model, "deleted_at"):
            return there(model, model.access_condition(self.user.access, "view") if self.user else Q(), self.as_of)
        if self.user is not None:
            return model.objects.visible_to(self.user)
        alive = getattr(model.objects, "alive", None)
        return alive() if alive else model.objects.all()
