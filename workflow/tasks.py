"""What Celery carries for workflow."""

import time

from celery import shared_task

from crm.jobs import enqueue
from crm.periodic import every
from workflow.actions import (
    approvallateness,
    processschedule,
    recurrence,
    rulerun,
    ruletime,
    taskclock,
    tasklateness,
    webhookdelivery,
)

# So long one worker stays with automations before mail and others have their turn.
TURN = 10.0


@shared_task
def run_automations():
    """Do the runs that wait, one after the other; what is left comes again behind the others' work."""
    until = time.monotonic() + TURN
    while rulerun.run_next():
        if time.monotonic() > until:
            enqueue("workflow.tasks.run_automations")
            return


@shared_task
def sweep_runs():
    """Runs that nobody was sent to do, and those over which every worker died."""
    rulerun.give_up()
    run_automations()


@every(minutes=1)
@shared_task
def sweep_deadlines():
    """Reminders, and what became late."""
    tasklateness.sweep()
    approvallateness.sweep()


@every(minutes=1)
@shared_task
def sweep_moments():
    """What came since the last minute, or was missed meanwhile."""
    if ruletime.sweep():
        enqueue("workflow.tasks.run_automations")


@shared_task
def deliver_webhooks():
    """Send what is due, one after the other, by as few workers as the settings allow."""
    until = time.monotonic() + TURN
    with webhookdelivery.slot() as is_mine:
        while is_mine and webhookdelivery.send_next():
            if time.monotonic() > until:
                enqueue("workflow.tasks.deliver_webhooks")
                return


@every(hours=6)
@shared_task
def prune_logs():
    """Old runs and deliveries go; what waits stays."""
    rulerun.prune()
    webhookdelivery.prune()


@every(hours=1)
@shared_task
def freeze_worked_time():
    """Tasks done by an import or in bulk: what they took is kept as it is for those done one by one."""
    taskclock.freeze_missing()


@every(minutes=15)
@shared_task
def make_recurring():
    """The tasks of the next fortnight; what was missed meanwhile is made up for."""
    recurrence.make_due()


@every(minutes=1)
@shared_task
def start_scheduled():
    """Processes whose templates start by themselves."""
    processschedule.start_due()
