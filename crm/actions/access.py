"""Roles and grants as an installation starts with them."""

from importlib import import_module

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.module_loading import module_has_submodule

from crm.actions.history import action, record
from crm.models import Grant, Organization, Role
from crm.models.role import Scope
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


def guarded_models() -> list[type]:
    """Every kind of record that grants speak of, in the order of the apps."""
    order = [config.name for config in reversed(list(apps.get_app_configs()))]
    models = [apps.get_model(label) for label in defaults()]
    return sorted(models, key=lambda model: order.index(model._meta.app_config.name))


@action
def set_grants(role: Role, *, by, scopes: dict[tuple[int, str], int]) -> int:
    """Set how far a role reaches; only what differs is written. Returns how many grants changed."""
    now = {(grant.record_type_id, grant.action): grant for grant in role.grants.all()}
    changes = []
    for (record_type_id, verb), scope in scopes.items():
        grant = now.get((record_type_id, verb)) or Grant(role=role, record_type_id=record_type_id, action=verb)
        if grant.scope == scope and (grant.pk or scope == Scope.NONE):
            continue
        label = ContentType.objects.get_for_id(record_type_id).model
        changes.append({"record": label, "action": verb, "old": int(grant.scope), "new": int(scope)})
        grant.scope = scope
        grant.save()
    if changes:
        record(role, "access_changed", by=by, changes=changes)
    return len(changes)
