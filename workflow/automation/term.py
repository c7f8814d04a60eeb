"""Terms: what rules may ask about a record: its declared fields, its custom ones, and those of its relatives.

This list is the whole of what a rule can name. A path that is not in it is refused, whoever wrote it.
"""

from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.models import Record, Team, User
from crm.models.about import About
from crm.models.kinds import subject_models
from crm.models.tracking import SILENT
from crm.ui.custom import CustomDefinition
from crm.ui.registry import registry

# Bookkeeping, and what would tell more than a record's own page does.
UNTOLD = {*SILENT, "deleted_at", "custom", "record_type", "record_id", "external_id", "opened_by"} - {
    "created_at",
    "updated_at",
}
ABOUT = "about"
OF_PEOPLE = {"name", "job_title", "team", "is_active"}
CUSTOM_KINDS = {"money": "money", "number": "number", "date": "date", "choice": "choice", "boolean": "boolean"}


@dataclass(frozen=True)
class Term:
    """One thing a rule may ask: a path ("amount", "company.city", "custom.size"), and how the database finds it."""

    path: str
    label: str
    kind: str
    column: str
    field: models.Field | None = None
    definition: CustomDefinition | None = None
    relative: str = ""
    relative_model: type | None = None
    # Asked of the record that this one is about, where it is of this kind.
    is_about: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.definition is not None:
            return [(one, one) for one in self.definition.choices]
        return [(str(key), str(text)) for key, text in self.field.flatchoices]

    @property
    def target(self):
        """Where a link leads."""
        return self.field.related_model if self.kind == "link" else None

    @property
    def history_field(self) -> str:
        """How the history names it; only a record's own fields are in its history."""
        return f"custom.{self.definition.key}" if self.definition else self.field.column

    @property
    def is_own(self) -> bool:
        return not self.relative

    @property
    def is_settable(self) -> bool:
        """Whether a rule may write it: what forms may, except whom and what it belongs to."""
        if not self.is_own or self.kind == "tags":
            return False
        if self.definition is not None:
            return True
        is_record = self.kind == "link" and issubclass(self.target, (Record, User, Team))
        return self.field.editable and not is_record and self.path not in ("created_at", "updated_at")

    @property
    def is_time(self) -> bool:
        """Whether a rule may count from it: a date or moment of the record's own."""
        return self.is_own and self.kind in ("date", "moment")

    def holder(self, record):
        """Whose field it is: the record, or the relative; None where there is no such relative."""
        found = getattr(record, self.relative) if self.relative else record
        return None if self.is_about and not isinstance(found, self.relative_model) else found

    def read(self, record):
        """The value on a record, None where there is none or the relative is missing."""
        holder = self.holder(record)
        if holder is None:
            return None
        return self.definition.read(holder) if self.definition else getattr(holder, self.field.name)


def terms_of(model) -> dict[str, Term]:
    """Path to term: the record's own, then those of what it links to."""
    own = own_terms(model)
    found = {term.path: term for term in own}
    for link in [term for term in own if term.kind == "link"]:
        for term in own_terms(link.target):
            if is_told_of(link.target, term):
                found[f"{link.path}.{term.path}"] = through(link, term)
    if issubclass(model, About):
        found |= {term.path: term for kind in subject_models() for term in terms_about(kind)}
    return found


def terms_about(model) -> list[Term]:
    """What may be asked of the record a task or an activity is about, where it is one of `model`."""
    name = capfirst(str(model._meta.verbose_name))
    return [
        replace(
            term,
            path=f"{ABOUT}.{model._meta.model_name}.{term.path}",
            label=f"{_('About')} › {name} › {term.label}",
            relative=ABOUT,
            relative_model=model,
            is_about=True,
        )
        for term in own_terms(model)
        if is_told_of(model, term)
    ]


def through(link: Term, term: Term) -> Term:
    return Term(
        f"{link.path}.{term.path}",
        f"{link.label} › {term.label}",
        term.kind,
        f"{link.column}__{term.column}",
        term.field,
        term.definition,
        link.field.name,
        link.target,
    )


def is_told_of(model, term) -> bool:
    """Of a person only what every colleague knows; of short lists and teams no further links."""
    if model is User:
        return term.path in OF_PEOPLE
    return term.kind != "link" or issubclass(model, Record)


def own_terms(model) -> list[Term]:
    found = []
    for field in model._meta.concrete_fields:
        kind = kind_of(field)
        if kind and field.name not in UNTOLD:
            found.append(Term(field.name, capfirst(str(field.verbose_name)), kind, field.name, field))
    if issubclass(model, Record):
        found += [
            Term(f"custom.{one.key}", one.label, CUSTOM_KINDS.get(one.kind, "text"), "custom", None, one)
            for one in registry.custom_fields_of(model)
        ]
    return found


def kind_of(field) -> str | None:
    """What sort of question one may ask about a field; None for what is no term."""
    if field.primary_key or getattr(field, "generated", False) or isinstance(field, models.FileField):
        return None
    if field.is_relation:
        return "link" if field.many_to_one and field.related_model is not ContentType else None
    if isinstance(field, ArrayField):
        return "tags" if field.name == "tags" else None
    if field.choices:
        return "choice"
    if isinstance(field, models.DecimalField) and field.decimal_places == 2 and "percent" not in field.name:
        return "money"
    kinds = [
        (models.BooleanField, "boolean"),
        (models.DateTimeField, "moment"),
        (models.DateField, "date"),
        ((models.IntegerField, models.DecimalField, models.FloatField), "number"),
        ((models.CharField, models.TextField), "text"),
    ]
    return next((kind for classes, kind in kinds if isinstance(field, classes)), None)
