"""What happens to templates and their steps. Each change counts up the version; what runs keeps its own steps."""

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.actions.history import action
from crm.actions.record import require_may
from workflow.models import ProcessSchedule, ProcessStep, ProcessTemplate

MOST = 60


@action
def create(template: ProcessTemplate, *, by) -> ProcessTemplate:
    require_may(by, "create", ProcessTemplate)
    template.full_clean()
    template.save()
    return template


@action
def edit(template: ProcessTemplate, *, by, values: dict) -> ProcessTemplate:
    require_may(by, "change", ProcessTemplate)
    for name, value in values.items():
        setattr(template, name, value)
    template.full_clean()
    if template.record_type_id and ProcessSchedule.objects.filter(template=template).exists():
        raise ValidationError(
            {"record_type": _("It starts by schedule, about no record: remove the schedule first.")}
        )
    template.save()
    for step in template.steps.all():
        check_branch(step)
    changed(template)
    return template


@action
def add_step(step: ProcessStep, *, by, after=()) -> ProcessStep:
    """Last in the list; its key is made of the title."""
    require_may(by, "change", ProcessTemplate)
    template = step.template
    if template.steps.count() >= MOST:
        raise ValidationError(_("At most %(count)s steps fit into a template.") % {"count": MOST})
    step.key = step.key or free_key(template, step.title)
    last = template.steps.aggregate(last=Max("position"))["last"]
    step.position = 0 if last is None else last + 1
    keep(step, after)
    return step


@action
def edit_step(step: ProcessStep, *, by, values: dict) -> ProcessStep:
    require_may(by, "change", ProcessTemplate)
    values = dict(values)
    after = values.pop("after", step.after.all())
    for name, value in values.items():
        setattr(step, name, value)
    keep(step, after)
    return step


def keep(step, after):
    step.full_clean()
    check_branch(step)
    after = list(after)
    if any(one.template_id != step.template_id for one in after):
        raise ValidationError({"after": _("Choose steps of this template.")})
    if step.pk and leads_back(step, after):
        raise ValidationError({"after": _("These steps would wait for each other in a circle.")})
    step.save()
    step.after.set(after)
    changed(step.template)


def leads_back(step, after) -> bool:
    """Whether one of these steps waits, in the end, for the step itself."""
    waits = {}
    for one, other in ProcessStep.after.through.objects.filter(
        from_processstep__template=step.template_id
    ).values_list("from_processstep", "to_processstep"):
        waits.setdefault(one, set()).add(other)
    waiting, seen = [one.pk for one in after], set()
    while waiting:
        pk = waiting.pop()
        if pk == step.pk:
            return True
        if pk not in seen:
            seen.add(pk)
            waiting += waits.get(pk, ())
    return False


def check_branch(step):
    """A branch asks a field that the records have."""
    if not step.branch_field:
        return
    if step.branch_field not in branch_fields(step.template):
        raise ValidationError({"branch_field": _("The record has no such field.")})
    if not step.branch_value.strip():
        raise ValidationError({"branch_value": _("Say which value the field must have.")})


def branch_fields(template) -> dict:
    """Name to label of what a branch may ask of the template's records."""
    model = template.record_type and template.record_type.model_class()
    if model is None:
        return {}
    hidden = ("id", "version", "name_fold", "search", "custom", "keys", "record_id")
    fields = [one for one in model._meta.concrete_fields if one.name not in hidden and not one.name.endswith("_fold")]
    return {one.name: one.verbose_name for one in fields}


@action
def move_step(step: ProcessStep, *, by, places: int):
    """Up (negative) or down in the list; the order in which waiting steps are shown and opened."""
    require_may(by, "change", ProcessTemplate)
    steps = list(step.template.steps.all())
    at = steps.index(step)
    to = min(max(at + places, 0), len(steps) - 1)
    steps.insert(to, steps.pop(at))
    for position, one in enumerate(steps):
        if one.position != position:
            ProcessStep.objects.filter(pk=one.pk).update(position=position)
    changed(step.template)


@action
def remove_step(step: ProcessStep, *, by):
    """Those after it then wait for what it waited for."""
    require_may(by, "change", ProcessTemplate)
    earlier = list(step.after.all())
    for one in step.before.all():
        one.after.add(*earlier)
    step.delete()
    changed(step.template)


def changed(template):
    ProcessTemplate.objects.filter(pk=template.pk).update(version=F("version") + 1)


def free_key(template, title) -> str:
    stem = slugify(title)[:34] or "step"
    taken, number, found = set(template.steps.values_list("key", flat=True)), 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
