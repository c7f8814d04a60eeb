"""What Celery carries: ids to actions."""

from celery import shared_task

from crm.actions import exportfile, idempotencykey, importrun, mail
from crm.actions import job as jobs


@shared_task
def run_job(job_id: int):
    job = jobs.claim(job_id)
    if job:
        jobs.run(job)


@shared_task
def sweep_jobs():
    jobs.sweep()


@shared_task
def deliver_message(message_id: int):
    mail.deliver(message_id)


@shared_task
def sweep_messages():
    mail.sweep()


@shared_task
def sweep_idempotency_keys():
    idempotencykey.sweep()


@shared_task
def expire_files():
    exportfile.expire()
    importrun.expire()
