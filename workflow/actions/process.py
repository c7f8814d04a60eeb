"""What happens to a process: started, its steps opened one after the other, skipped, cancelled, done."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import activity as activities
from crm.actions import record as records
from crm.actions.history import action, moment_of_act, record
from workflow.actions import processstep as steps
from workflow.actions.tell import tell
from workflow.models import Process, ProcessStepRun, ProcessTemplate
from workflow.models.process import CANCELLED, DONE, OPEN, RUNNING, WAITING
from workflow.models.processtemplate import FACTS


@action
def start(template: ProcessTemplate, about=None, *, by, key: str = "") -> Process:
    """A process about a record. With `key`, the one started under it before, if there is one."""
    records.require_may(by, "create", Process)
    if key and (earlier := Process.objects.filter(key=key).first()) is not None:
        return earlier
    check(template, about, by)
    process = Process(
        name=template.name,
        template=template,
        template_version=template.version,
        about=about,
        owner=by or getattr(about, "owner", None),
        team=template.team,
        key=key or None,
        started_at=moment_of_act(),
    )
    try:
        with transaction.atomic():
            records.create(process, by=by)
    except (IntegrityError, ValidationError):
        if key and (earlier := Process.objects.filter(key=key).first()) is not None:
            return earlier
        raise
    lay_out(process, template)
    record(process, "started", by=by)
    if about is not None:
        record(about, "process_started", by=by, process=process.name)
    advance(process, by)
    return process


def check(template, about, by):
    """ValidationError where this template cannot be started about this record."""
    if not template.is_active:
        raise ValidationError(_("This template cannot be started any more."))
    if about is not None and by is not None:
        activities.require_subject(by, about)
    if template.record_type_id is not None:
        kind = about is not None and ContentType.objects.get_for_model(about).pk
        if kind != template.record_type_id:
            raise ValidationError(_("This process is about another kind of record."))
    if not template.steps.exists():
        raise ValidationError(_("This template has no steps yet."))


def lay_out(process, template):
    """The steps as they are today: a later change of the template does not reach them."""
    rows = []
    for step in template.steps.prefetch_related("after"):
        facts = {name: getattr(step, name) for name in FACTS}
        rows.append(ProcessStepRun(process=process, after=[one.key for one in step.after.all()], **facts))
    ProcessStepRun.objects.bulk_create(rows)


def held(process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)


def advance(process, by):
    """Open every step whose turn has come, until nothing moves; without an open step the process is done."""
    process = held(process)
    if process.state != RUNNING:
        return
    while opened := ready(process):
        for run in opened:
            steps.open_or_skip(run, by)
    if not process.steps.filter(state__in=(WAITING, OPEN)).exists():
        finish(process, by)


def ready(process) -> list[ProcessStepRun]:
    runs = list(process.steps.all())
    over = {run.key for run in runs if run.is_over}
    return [run for run in runs if run.state == WAITING and set(run.after) <= over]


def finish(process, by):
    close(process, DONE)
    record(process, "finished", by=by)
    if process.about is not None:
        record(process.about, "process_finished", by=by, process=process.name)
    tell("process_finished", process, [process.owner], by=by, key=f"process:{process.pk}:finished")


def close(process, state, **values):
    process.state, process.ended_at = state, timezone.now()
    for name, value in values.items():
        setattr(process, name, value)
    process.version += 1
    process.save(update_fields=["state", "ended_at", "version", "updated_at", *values])


@action
def cancel(process: Process, *, by, reason: str):
    """It will not go on, for a reason; open tasks and approvals of it are called off."""
    process = held(process)
    records.require(by, "change", process)
    if not process.is_running:
        raise ValidationError(_("This process is over already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it will not go on.")})
    stop(process, by=by, reason=reason.strip()[:200])


def stop(process, *, by, reason):
    close(process, CANCELLED, cancel_reason=reason)
    for run in process.steps.exclude(state__in=("done", "skipped")).select_related("task", "approval"):
        steps.call_off(run, by, reason)
    record(process, "cancelled", by=by, reason=reason)
    tell("process_cancelled", process, [process.owner], by=by, key=f"process:{process.pk}:cancelled", reason=reason)


@action
def skip(run: ProcessStepRun, *, by, reason: str):
    """Go on without this step, for a reason."""
    process = held(run.process)
    records.require(by, "change", process)
    run = process.steps.get(pk=run.pk)
    if not process.is_running or run.is_over:
        raise ValidationError(_("This step is over already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is left out.")})
    steps.call_off(run, by, reason.strip()[:200])
    record(process, "skipped_step", by=by, step=run.title, reason=reason.strip()[:200])
    advance(process, by)


def after_task(task, verb, *, by, **details):
    """Completing a step's task moves its process on; calling it off leaves the step out; reopening takes it up."""
    if verb not in ("completed", "cancelled", "reopened"):
        return
    run = ProcessStepRun.objects.filter(task=task.pk).select_related("process").first()
    if run is None or run.process.state == CANCELLED:
        return
    process = held(run.process)
    if verb == "reopened":
        if process.state == DONE:
            close(process, RUNNING, ended_at=None)
        steps.take_up(run)
    elif not run.is_over:
        steps.end(run, DONE if verb == "completed" else "skipped", by, getattr(task, "cancel_reason", ""))
        advance(process, by)


def after_approval(approval, *, by):
    """What is approved moves on; what is rejected or withdrawn ends the process."""
    run = ProcessStepRun.objects.filter(approval=approval.pk).select_related("process").first()
    if run is None or run.is_over or run.process.state != RUNNING:
        return
    process = held(run.process)
    if approval.state == "approved":
        steps.end(run, DONE, by)
        advance(process, by)
    else:
        reason = _("“%(step)s”: %(state)s") % {"step": run.title, "state": approval.get_state_display()}
        stop(process, by=by, reason=reason[:200])
