"""What a rule does, step by step, each through the verb a person would use: nothing here asks for fewer rights."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import mail
from crm.actions import record as records
from crm.actions.notice import notify
from crm.models import User
from crm.models.kinds import subject_models
from crm.ui.registry import registry
from workflow.actions import process as processes
from workflow.actions import task as tasks
from workflow.actions import webhookdelivery
from workflow.actions.businesstime import deadline
from workflow.automation.event import event_of
from workflow.automation.mark import filled, said
from workflow.automation.term import terms_of
from workflow.automation.who import person_of
from workflow.models import ProcessTemplate, RuleRun, Task, TaskType, Webhook
from workflow.models.tasktype import TODO


@dataclass
class Doing:
    """One run at work: its record as it is now, and what has been done so far."""

    run: RuleRun
    record: object
    terms: dict
    number: int = 0
    done: list = field(default_factory=list)

    @property
    def owner(self) -> User:
        return self.run.rule.owner

    @property
    def key(self) -> str:
        """Unique for this step of this run, so that what it sends is sent once."""
        return f"{self.run.cause} step {self.number}"

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.record.get_absolute_url()

    def text(self, text: str) -> str:
        return filled(text, self.record, self.terms, self.owner, self.url)

    def person(self, step, part="who") -> User:
        found = person_of(self.record, step.get(part, "owner"), step.get("person"), self.owner)
        if found is None:
            raise ValidationError(_("There is nobody (active) to whom this could go."))
        return found

    def note(self, kind: str, text, made=None):
        self.done.append(
            {"kind": kind, "text": str(text)[:300]}
            | ({"label": made._meta.label_lower, "id": made.pk} if made is not None else {})
        )


KINDS: dict[str, Callable[[Doing, dict], None]] = {}


def step(kind: str):
    """Register `function(doing, step)` as what steps of this kind do; another app or part may add its own."""

    def register(function):
        KINDS[kind] = function
        return function

    return register


def do_all(run: RuleRun, record) -> list:
    """Every step in order. What any of them raises undoes them all: the caller's transaction is the whole."""
    doing = Doing(run, record, terms_of(type(record)))
    for number, one in enumerate(run.rule.steps, 1):
        doing.number = number
        if one.get("kind") not in KINDS:
            raise ValidationError(
                _("Step %(number)s is of a kind that there is not (any more).") % {"number": number}
            )
        KINDS[one["kind"]](doing, one)
    return doing.done


@step("task")
def create_task(doing: Doing, step: dict):
    responsible = doing.person(step)
    task = Task(
        title=doing.text(step["title"])[:160],
        type=TaskType.objects.named(step.get("type") or TODO) or TaskType.objects.of(TODO),
        description=doing.text(step.get("description", "")),
        owner=responsible,
        team=responsible.team,
        about=doing.record if is_subject(doing.record) else getattr(doing.record, "about", None),
        due_at=deadline(timezone.now(), step.get("amount"), step.get("unit"), responsible),
    )
    doing.note("task", task.title, tasks.create(task, by=doing.owner))


def is_subject(record) -> bool:
    """Whether one may write about it: what lies in the trash is no more written about."""
    return type(record) in subject_models() and record.deleted_at is None


@step("process")
def start_process(doing: Doing, step: dict):
    template = ProcessTemplate.objects.visible_to(doing.owner).filter(pk=step.get("template")).first()
    if template is None:
        raise ValidationError(_("The process is gone, or the owner of this automation may not see it."))
    process = processes.start(template, doing.record, by=doing.owner, key=doing.key)
    doing.note("process", process, process)


@step("assign")
def assign(doing: Doing, step: dict):
    person = doing.person(step)
    if not hasattr(doing.record, "owner"):
        raise ValidationError(_("This kind of record has no owner."))
    edit(doing, {"owner": person})
    doing.note("assign", person)


@step("set")
def set_field(doing: Doing, step: dict):
    term = doing.terms.get(step["field"])
    if term is None or not term.is_settable:
        raise ValidationError(_("There is no field “%(name)s” (any more).") % {"name": step["field"]})
    value = step.get("value")
    if term.definition is not None:
        edit(doing, {"custom": {term.definition.key: term.definition.clean(value)}})
    else:
        edit(doing, {term.field.name: settable(term, value, doing.owner)})
    doing.note("set", f"{term.label}: {said(term, doing.record, doing.owner)}")


def settable(term, value, owner):
    """The value as the field holds it; a link only to what may be chosen."""
    if term.kind == "link":
        rows = term.target._default_manager.all()
        rows = rows.visible_to(owner) if hasattr(rows, "visible_to") else rows
        return rows.get(pk=value) if value else None
    if value in (None, ""):
        return None if term.field.null else ""
    return term.field.clean(value, None)


def edit(doing: Doing, values: dict):
    """By the verb that the record's own form uses, which knows what must be asked."""
    page = registry.edits.get(type(doing.record)._meta.label_lower)
    verb = page.do if page is not None and page.do else records.edit
    verb(doing.record, by=doing.owner, values=values)
    doing.record.refresh_from_db()


@step("tag_add")
def add_tags(doing: Doing, step: dict):
    edit(doing, {"tags": list(dict.fromkeys([*doing.record.tags, *step["tags"]]))})
    doing.note("tag_add", ", ".join(step["tags"]))


@step("tag_remove")
def remove_tags(doing: Doing, step: dict):
    gone = {tag.lower() for tag in step["tags"]}
    edit(doing, {"tags": [tag for tag in doing.record.tags if tag.lower() not in gone]})
    doing.note("tag_remove", ", ".join(step["tags"]))


@step("mail")
def send_mail(doing: Doing, step: dict):
    to = receiver(doing, step)
    context = {
        "subject": doing.text(step["subject"]),
        "body": doing.text(step["text"]),
        "record": doing.record if isinstance(to, User) and sees(to, doing.record) else None,
        "rule": doing.run.rule,
    }
    message = mail.send("workflow/rule", to=to, key=doing.key, context=context)
    doing.note("mail", f"{to}: {context['subject']}" if message else _("%(person)s wants no mail.") % {"person": to})


@step("notify")
def tell(doing: Doing, step: dict):
    person = doing.person(step)
    details = {"text": doing.text(step["text"])[:500], "rule": doing.run.rule.name}
    notify("automation_told", doing.record, [person], by=None, key=doing.key, details=details)
    doing.note("notify", f"{person}: {details['text']}")


@step("webhook")
def call_webhook(doing: Doing, step: dict):
    """Only a webhook that the rule's owner may use; what it tells is what its own owner sees."""
    webhook = Webhook.objects.visible_to(doing.owner).filter(pk=step.get("webhook"), is_on=True).first()
    if webhook is None:
        raise ValidationError(_("The webhook is switched off, or the owner of this automation may not use it."))
    event = event_of(doing.record._meta.label_lower, f"rule.{doing.run.rule_id}")
    doing.note("webhook", webhook, webhookdelivery.ask(webhook, doing.record, key=doing.key, event=event))


def receiver(doing, step):
    """A colleague, or the first e-mail address of the customer: of nobody else, whatever the rule says."""
    if step.get("who") != "customer":
        return doing.person(step)
    for holder in customers(doing):
        if holder.email:
            return holder.email
    raise ValidationError(_("There is no e-mail address of the customer."))


def customers(doing):
    """The record itself if it is a customer, else those it links to, as far as the rule's owner sees them."""
    if hasattr(doing.record, "emails"):
        yield doing.record
    for term in doing.terms.values():
        if term.is_own and term.kind == "link" and hasattr(term.target, "emails"):
            linked = term.read(doing.record)
            if linked is not None and sees(doing.owner, linked):
                yield linked


def sees(person, record) -> bool:
    return type(record).objects.visible_to(person).filter(pk=record.pk).exists()


def refuse_who_lost_it(rule):
    """PermissionDenied where a rule's owner may not (any longer) do what rules need."""
    owner = rule.owner
    if owner is None or not owner.is_active:
        raise PermissionDenied(_("The owner of this automation is deactivated."))
    if not owner.access.may("create", type(rule)):
        raise PermissionDenied(_("The owner of this automation may not have automations any more."))
    if rule.model is None or not owner.access.may("view", rule.model):
        raise PermissionDenied(_("The owner of this automation may not see this kind of record any more."))
