"""What Celery carries: ids to actions, and what comes again and again."""

from celery import shared_task

from crm.actions import exportfile, follow, idempotencykey, importrun, mail, noticemail, periodicrun
from crm.actions import job as jobs
from crm.periodic import every


@shared_task
def tick():
    """Sent by beat: any number of them may run."""
    periodicrun.tick()


@shared_task
def run_periodic(run_id: int):
    periodicrun.do(run_id)


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
def sweep_notices():
    noticemail.sweep()


@shared_task
def mail_notices(person_id: int):
    noticemail.write(person_id)


@every(minutes=1)
@shared_task
def follow_history():
    """Sent after each commit that wrote; the slot is for what nobody sent, such as rows written past the actions."""
    follow.consume_all()


@every(hours=1)
@shared_task
def sweep_idempotency_keys():
    idempotencykey.sweep()


@every(hours=1)
@shared_task
def expire_files():
    exportfile.expire()
    importrun.expire()


@every(hours=6)
@shared_task
def prune_periodic_runs():
    periodicrun.prune()
