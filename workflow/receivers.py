"""What workflow hears from others."""

from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from crm.signals import goes_back


@receiver(post_migrate, dispatch_uid="workflow.install_calendar")
def install_calendar(sender, plan=(), **_):
    """Every installation has a calendar from the beginning."""
    if sender.name != "workflow" or goes_back(plan):
        return
    from workflow.actions.calendar import install_default

    install_default()


@receiver(post_migrate, dispatch_uid="workflow.install_defaults")
def install_defaults(sender, using, plan=(), **_):
    """Once all tables stand: the built-in types of task, in the organisation's language."""
    if sender.name != "crm" or goes_back(plan):
        return
    from crm.actions.organization import install_organization
    from workflow.actions.tasktype import install_defaults
    from workflow.models import TaskType

    # Where crm alone was brought up to date there is nothing to keep them in yet.
    if TaskType._meta.db_table in connections[using].introspection.table_names():
        install_organization()
        install_defaults()
