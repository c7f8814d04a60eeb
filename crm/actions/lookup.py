"""Short lists of the installation, such as sectors, sources and reasons for losing."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from crm.actions.history import action


def require_administrator(by):
    if by is not None and not by.is_staff:
        raise PermissionDenied(_("Your role does not allow this."))


@action
def save(row, *, by):
    """Keep a new entry, or its new name, place or switch."""
    require_administrator(by)
    row.full_clean()
    row.save()
    return row
