"""What crm hears from others."""

from django.db.models.signals import post_migrate
from django.dispatch import receiver


@receiver(post_migrate, dispatch_uid="crm.install_defaults")
def install_defaults(sender, **_):
    """Once every app's tables stand: the organisation's row and the default roles."""
    if sender.name != "crm":
        return
    from crm.actions.access import install_defaults
    from crm.models import Organization

    Organization.objects.get_or_create(pk=1)
    install_defaults()
