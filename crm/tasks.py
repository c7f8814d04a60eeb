"""What Celery carries: ids to actions."""

from celery import shared_task

from crm.actions import job as jobs


@shared_task
def run_job(job_id: int):
    job = jobs.claim(job_id)
    if job:
        jobs.run(job)


@shared_task
def sweep_jobs():
    jobs.sweep()
