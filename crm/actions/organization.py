"""What happens to the organisation."""

from django.contrib.contenttypes.models import ContentType

from crm.actions.history import action
from crm.actions.record import require_may
from crm.models import Organization


def install_organization() -> Organization:
    """The one row there is. Its content type first: the history trigger refers to it."""
    ContentType.objects.get_for_model(Organization)
    return Organization.objects.get_or_create(pk=1)[0]


@action
def edit(organization: Organization, *, by, values: dict) -> Organization:
    """Set these fields; the history's trigger writes what changed."""
    require_may(by, "change", Organization)
    for name, value in values.items():
        setattr(organization, name, value)
    organization.full_clean()
    organization.save()
    return organization
