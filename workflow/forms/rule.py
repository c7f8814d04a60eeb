"""The form of a rule: a name, when, if and then, with as many rows as one adds. It works without script."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import cached_property

from workflow.automation.term import terms_of
from workflow.forms.rulecondition import ConditionForm
from workflow.forms.rulestep import StepForm
from workflow.forms.rulewhen import NameForm, WhenForm
from workflow.models import Rule

PARTS = ("all", "any", "then")
MOST_ROWS = 20


def plain(value):
    return ", ".join(map(str, value)) if isinstance(value, list) else value


class RuleBuilder:
    """All small forms of a rule together. `state` holds what each says now, sent or kept; `is_sent` binds them."""

    def __init__(self, user, *, rule: Rule | None = None, data=None, is_sent=False):
        self.user, self.rule, self.data, self.is_sent = user, rule, data, is_sent
        self.errors: list[str] = []
        self.state = self.read() if data is not None else self.kept()
        self.version = data.get("version") if data is not None else rule and rule.version

    def read(self) -> dict:
        found = {"name": self.part("name"), "when": self.part("when")}
        for part in PARTS:
            count = self.data.get(f"{part}-count", "")
            count = int(count) if count.isascii() and count.isdigit() else 0
            found[part] = [self.part(f"{part}-{number}") for number in range(min(count, MOST_ROWS))]
        if "then-count" not in self.data:
            # The kind of record was chosen just now: a first step stands ready, as for a new rule.
            found["then"] = [{}]
        return found

    def part(self, prefix) -> dict:
        return {
            name.removeprefix(f"{prefix}-"): value
            for name, value in self.data.items()
            if name.startswith(f"{prefix}-")
        }

    def kept(self) -> dict:
        """What the rule says; for a new one a first step, and nothing more."""
        rule = self.rule
        if rule is None:
            return {"name": {}, "when": {"trigger": "verb"}, "all": [], "any": [], "then": [{}]}
        when = {
            name: getattr(rule, name) for name in ("trigger", "verb", "field", "old", "new", "unit", "counts_imports")
        }
        when |= {
            "record_type": rule.model._meta.label_lower if rule.model else "",
            "amount": abs(rule.amount),
            "side": "before" if rule.amount < 0 else "after",
        }
        groups = {"all": [], "any": []}
        for group in rule.conditions:
            groups[group["match"]] += group["rows"]
        name = {"name": rule.name, "description": rule.description}
        return {"name": name, "when": when, **groups, "then": list(rule.steps)}

    def do(self, what: str):
        """A button of the form: "add-all", "drop-then-2", "up-then-2", or "refresh"."""
        verb, __, rest = what.partition("-")
        part, __, number = rest.partition("-")
        if part not in PARTS:
            return
        rows = self.state[part]
        if verb == "add" and len(rows) < MOST_ROWS:
            rows.append({})
        elif number.isdigit() and int(number) < len(rows):
            row = rows.pop(int(number))
            if verb == "up":
                rows.insert(max(int(number) - 1, 0), row)

    def made(self, form, prefix, says, **options):
        options |= {"user": self.user, "prefix": prefix}
        if self.is_sent:
            return form(self.data, **options)
        return form(initial={name: plain(value) for name, value in says.items()}, **options)

    @cached_property
    def name(self):
        return self.made(NameForm, "name", self.state["name"])

    @cached_property
    def when(self):
        return self.made(WhenForm, "when", self.state["when"], state=self.state["when"])

    @cached_property
    def terms(self) -> dict:
        return terms_of(self.when.model) if self.when.model else {}

    def rows(self, part) -> list:
        if self.when.model is None:
            return []
        form = StepForm if part == "then" else ConditionForm
        options = {"terms": self.terms, "model": self.when.model}
        return [
            self.made(form, f"{part}-{number}", state, state=state, **options)
            for number, state in enumerate(self.state[part])
        ]

    @cached_property
    def all(self):
        return self.rows("all")

    @cached_property
    def any(self):
        return self.rows("any")

    @cached_property
    def then(self):
        return self.rows("then")

    @property
    def forms(self) -> list:
        return [self.name, self.when, *self.all, *self.any, *self.then]

    def is_valid(self) -> bool:
        # Every form is looked at: one sees all that is wrong at once.
        return not [form for form in self.forms if not form.is_valid()]

    def values(self) -> dict:
        groups = [
            {"match": part, "rows": [one.definition() for one in getattr(self, part)]} for part in ("all", "any")
        ]
        return {
            **self.name.cleaned_data,
            **self.when.values(),
            "record_type": ContentType.objects.get_for_model(self.when.model),
            "conditions": [group for group in groups if group["rows"]],
            "steps": [one.definition() for one in self.then],
        }

    def add_errors(self, error):
        """What an action refused, beside the field it names where that is asked here."""
        found = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
        for name, errors in found.items():
            form = next((one for one in (self.name, self.when) if name in one.fields), None)
            if form is not None:
                form.add_error(name, errors)
            else:
                self.errors += [message for one in errors for message in one.messages]

    @property
    def all_errors(self) -> list:
        """(text, id of the field) of everything that is wrong, for the top of the form."""
        found = [(text, "") for text in self.errors]
        for form in self.forms:
            found += [(text, "") for text in form.non_field_errors()]
            found += [(f"{field.label}: {text}", field.id_for_label) for field in form for text in field.errors]
        return found if self.is_sent else [(text, "") for text in self.errors]
