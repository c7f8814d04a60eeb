"""By which columns other rows belong to a record."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, UniqueConstraint


def relations(model) -> list:
    """Foreign keys to this model from anywhere, those of hidden many-to-many tables too."""
    found = defaultdict(list)
    for one in model._meta.get_fields(include_hidden=True):
        if (one.one_to_many or one.one_to_one) and one.auto_created and one.concrete is False:
            found[one.related_model, one.field.name] = one
    return list(found.values())


@dataclass(frozen=True)
class Belonging:
    """A column of `model` that holds the number of a record, of the kind `kind` where rows may be about any."""

    model: type
    field: str
    column: str
    kind: ContentType | None = None

    def rows(self, pk):
        """The rows that belong to this record, those in the trash too."""
        of_kind = Q(record_type=self.kind) if self.kind else Q()
        return self.model._base_manager.filter(of_kind, **{self.column: pk})

    def unique(self) -> list[UniqueConstraint]:
        """Constraints that may forbid a record what two records had."""
        constraints = self.model._meta.constraints
        return [one for one in constraints if isinstance(one, UniqueConstraint) and self.field in one.fields]


def belongings(model) -> list[Belonging]:
    """All that belongs to records of this kind and goes along when two of them become one.

    A model says `moves_in_merge = False` where a row tells of the past, and names the record it happened to.
    """
    keys = [(one.related_model, one.field) for one in relations(model)]
    found = [Belonging(of, field.name, field.attname) for of, field in keys if field.name != "merged_into"]
    kind = ContentType.objects.get_for_model(model)
    found += [Belonging(of, "record_id", "record_id", kind) for of in apps.get_models() if is_about_any(of)]
    return [one for one in found if getattr(one.model, "moves_in_merge", True)]


def is_about_any(model) -> bool:
    """Whether its rows name a record of any kind."""
    return any(
        isinstance(one, GenericForeignKey) and one.fk_field == "record_id" for one in model._meta.private_fields
    )
