"""One step of "then": its kind, and what that kind asks."""

from collections.abc import Callable

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.ui.fields import TagsField
from crm.ui.forms import ScopedForm
from workflow.automation.mark import unknown
from workflow.automation.who import WHO
from workflow.forms.rulecondition import grouped, refreshing
from workflow.forms.rulevalue import kept, person_field, value_field
from workflow.models import ProcessTemplate, TaskType, Webhook

DUE_UNITS = [
    ("business_days", pgettext_lazy("a span of time", "business days")),
    ("business_hours", pgettext_lazy("a span of time", "business hours")),
    ("days", pgettext_lazy("a span of time", "days")),
    ("hours", pgettext_lazy("a span of time", "hours")),
]
CUSTOMER = ("customer", gettext_lazy("the customer's e-mail address"))
TEXTS = ("title", "description", "subject", "text")

KINDS: dict[str, tuple] = {}


def asks(kind: str, label, position: int = 100):
    """Register `function(form)` as what adds the fields that steps of this kind ask."""

    def register(function: Callable):
        KINDS[kind] = (position, label, function)
        return function

    return register


def choices(model) -> list:
    """Kinds of step in their order; tags and owners only for records that have them."""
    found = sorted(KINDS.items(), key=lambda one: one[1][0])
    lacking = {"assign": "owner", "tag_add": "tags", "tag_remove": "tags"}
    return [("", "")] + [
        (kind, label) for kind, (__, label, ___) in found if kind not in lacking or hasattr(model, lacking[kind])
    ]


class StepForm(ScopedForm):
    """`state` is what the step says now, whether sent or kept."""

    def __init__(self, *args, user, terms, model, state: dict, **kwargs):
        self.base_fields, self.terms, self.model, self.state = {}, terms, model, state
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("Do this"), choices=choices(model), widget=refreshing()
        )
        if state.get("kind") in KINDS:
            KINDS[state["kind"]][2](self)

    def add_who(self, label, *, also=()):
        self.fields["who"] = forms.ChoiceField(label=label, choices=[*WHO, *also], widget=refreshing())
        if self.state.get("who") == "person":
            self.fields["person"] = person_field()

    def add_text(self, name, label, *, rows=0, required=True, most=160):
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        self.fields[name] = forms.CharField(label=label, widget=widget, required=required, max_length=most)

    def clean(self):
        super().clean()
        for name in TEXTS:
            marks = unknown(self.cleaned_data.get(name) or "", self.terms)
            if marks:
                known = _("There is no mark {%(mark)s}. Choose one of those listed below.") % {"mark": marks[0]}
                self.add_error(name, ValidationError(known))

    def definition(self) -> dict:
        found = {name: kept(value) for name, value in self.cleaned_data.items()}
        return {name: value for name, value in found.items() if value not in (None, "")}


def types_of_task() -> list[tuple[str, str]]:
    return [(one.reference, one.name) for one in TaskType.objects.filter(is_active=True)]


@asks("task", gettext_lazy("Create a task"), 10)
def ask_task(form):
    form.add_text("title", gettext_lazy("Task"))
    form.fields["type"] = forms.ChoiceField(label=gettext_lazy("Type"), choices=types_of_task)
    form.add_who(gettext_lazy("Responsible"))
    form.fields["amount"] = forms.IntegerField(
        label=gettext_lazy("Due in"), min_value=0, max_value=999, required=False
    )
    form.fields["unit"] = forms.ChoiceField(label=gettext_lazy("Unit"), choices=DUE_UNITS)
    form.add_text("description", gettext_lazy("Details"), rows=2, required=False, most=4000)


@asks("process", gettext_lazy("Start a process"), 20)
def ask_process(form):
    kind = ContentType.objects.get_for_model(form.model)
    found = ProcessTemplate.objects.visible_to(form.user).for_kind(kind)
    form.fields["template"] = forms.ModelChoiceField(found, label=gettext_lazy("Process"), empty_label="")


@asks("assign", gettext_lazy("Change who is responsible"), 30)
def ask_assign(form):
    form.add_who(gettext_lazy("New person responsible"))


@asks("set", gettext_lazy("Set a field"), 40)
def ask_set(form):
    settable = [term for term in form.terms.values() if term.is_settable]
    form.fields["field"] = forms.ChoiceField(
        label=gettext_lazy("Field"), choices=grouped(settable, form.model._meta.verbose_name), widget=refreshing()
    )
    term = form.terms.get(form.state.get("field"))
    if term is not None and term.is_settable:
        form.fields["value"] = value_field(term, form.user, required=False, label=gettext_lazy("New value"))


@asks("mail", gettext_lazy("Send an e-mail"), 50)
def ask_mail(form):
    form.add_who(gettext_lazy("To"), also=[CUSTOMER])
    form.add_text("subject", gettext_lazy("Subject"))
    form.add_text("text", gettext_lazy("Text"), rows=4, most=10_000)


@asks("notify", gettext_lazy("Tell somebody"), 60)
def ask_notify(form):
    form.add_who(gettext_lazy("Whom"))
    form.add_text("text", gettext_lazy("Text"), rows=2, most=300)


@asks("webhook", gettext_lazy("Call a webhook"), 70)
def ask_webhook(form):
    mine = Webhook.objects.visible_to(form.user).switched_on()
    form.fields["webhook"] = forms.ModelChoiceField(mine, label=gettext_lazy("Webhook"), empty_label="")


@asks("tag_add", gettext_lazy("Add tags"), 80)
def ask_new_tags(form):
    form.fields["tags"] = TagsField(label=gettext_lazy("Tags"), required=True)


@asks("tag_remove", gettext_lazy("Remove tags"), 81)
def ask_old_tags(form):
    form.fields["tags"] = TagsField(label=gettext_lazy("Tags"), required=True)
