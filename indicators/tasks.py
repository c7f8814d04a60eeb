"""What Celery carries for indicators: which to measure, and whom to write to."""

from celery import shared_task

from crm.jobs import enqueue
from crm.periodic import every
from indicators.actions import digest, snapshot


@every(minutes=15)
@shared_task
def sweep_measurements():
    """Hand out what no run has looked at today; lost messages are handed out again."""
    for pk in snapshot.waiting().values_list("pk", flat=True):
        enqueue("indicators.tasks.measure_indicator", indicator_id=pk)


@shared_task
def measure_indicator(indicator_id: int):
    snapshot.measure(indicator_id, thoroughly=snapshot.is_day_for_all())


@every(minutes=15)
@shared_task
def send_digests():
    digest.send_due()
