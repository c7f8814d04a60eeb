"""What happened with a customer is written down, corrected, thrown away."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from crm.actions.once import first_time
from crm.models import Activity


@action
def log(activity: Activity, *, by, form_key: str = "") -> Activity | None:
    """Keep an activity, owned by who writes it; None when this very form was already sent."""
    require_subject(by, activity.about)
    if not first_time(by, form_key):
        return None
    activity.owner = by
    return records.create(activity, by=by)


def require_subject(by, subject):
    """PermissionDenied unless `by` sees the record that is written about."""
    if subject is None or not type(subject)._default_manager.visible_to(by).filter(pk=subject.pk).exists():
        raise PermissionDenied(_("You cannot write about a record you do not see."))
