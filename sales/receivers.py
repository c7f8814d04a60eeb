"""What sales hears from others."""

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from crm.signals import goes_back


@receiver(post_migrate, dispatch_uid="sales.install_defaults")
def install_defaults(sender, plan=(), **_):
    """Once crm's tables stand: a pipeline to begin with, in the organisation's language."""
    if sender.name != "crm" or goes_back(plan):
        return
    from crm.actions.organization import install_organization
    from sales.actions.pipeline import install_defaults

    install_organization()
    install_defaults()
