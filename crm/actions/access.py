"""Roles and grants as an installation starts with them."""

from importlib import import_module

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.module_loading import module_has_submodule

from crm.models import Grant, Organization, Role
from crm.permissions import ROLES


def defaults() -> dict[str, dict]:
    """Model label to role to action to scope, from each app's permissions."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "permissions") and config.name in LOCAL:
            found.update(import_module(f"{config.name}.permissions").DEFAULTS)
    return found


LOCAL = {"crm", "workflow", "sales", "services", "marketing", "indicators"}


def install_defaults():
    """Add the roles and grants that are missing; what an administrator changed stays as it is."""
    with translation.override(Organization.current().language):
        for key, name in ROLES.items():
            Role.objects.get_or_create(key=key, defaults={"name": translation.gettext(name)})
    roles = {role.key: role for role in Role.objects.filter(key__in=ROLES)}
    have = set(Grant.objects.values_list("role__key", "record_type_id", "action"))
    missing = []
    for label, by_role in defaults().items():
        record_type = ContentType.objects.get_for_model(apps.get_model(label))
        for key, scopes in by_role.items():
            missing += [
                Grant(role=roles[key], record_type=record_type, action=action, scope=scope)
                for action, scope in scopes.items()
                if (key, record_type.pk, action) not in have
            ]
    Grant.objects.bulk_create(missing, ignore_conflicts=True)
