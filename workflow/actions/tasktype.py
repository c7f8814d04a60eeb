"""The types of task that an installation starts with."""

from django.db import transaction
from django.utils import translation

from crm.models import Organization
from workflow.models.tasktype import BUILT_IN, CORRECTIVE, TaskType


@transaction.atomic
def install_defaults():
    """Each type that Norte itself knows, in the organisation's language; what is there stays as it is."""
    known = set(TaskType.objects.filter(key__isnull=False).values_list("key", flat=True))
    with translation.override(Organization.current().language):
        for place, (key, name, icon, leaves) in enumerate(BUILT_IN, 1):
            if key not in known:
                install(key, translation.gettext(name), icon, leaves, place * 10)


def install(key, name, icon, leaves, position):
    """A type of the same name that somebody made before becomes the built-in one."""
    values = {"key": key, "icon": icon, "leaves": leaves}
    made = {"position": position, "is_active": key != CORRECTIVE}
    TaskType.objects.update_or_create(name=name, defaults=values, create_defaults=values | made)
