"""Tags: records keep the words, a row for each word keeps its colour. The two are kept together here."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.history import action
from crm.models import Tag
from crm.models.record import Record


def settle(names) -> list[str]:
    """The names as they are known, whatever their case; a row for each that is new."""
    # Of two spellings in one list the first counts.
    names = list({name.strip().lower(): name.strip() for name in reversed(names) if name.strip()}.values())[::-1]
    if not names:
        return []
    alike = Tag.objects.annotate(lower=Lower("name")).filter(lower__in=[name.lower() for name in names])
    known = {tag.lower(): tag for tag in alike.values_list("name", flat=True)}
    settled = list(dict.fromkeys(known.get(name.lower(), name) for name in names))
    Tag.objects.bulk_create([Tag(name=name) for name in settled if name.lower() not in known], ignore_conflicts=True)
    return settled


@action
def save(tag: Tag, *, by) -> Tag:
    """A new tag, or its colour or name: a new name goes to every record that has the old one."""
    _require_administrator(by)
    former = Tag.objects.select_for_update().filter(pk=tag.pk).values_list("name", flat=True).first()
    tag.full_clean()
    tag.save()
    if former and former != tag.name:
        _on_all_records(former, Func(F("tags"), Value(former), Value(tag.name), function="array_replace"))
    return tag


@action
def delete(tag: Tag, *, by):
    """The word goes from every record too; their history keeps it."""
    _require_administrator(by)
    _on_all_records(tag.name, Func(F("tags"), Value(tag.name), function="array_remove"))
    tag.delete()


def used_by(tag: Tag) -> int:
    """How many records carry this word, of all kinds, also in the trash."""
    return sum(model.objects.filter(tags__contains=[tag.name]).count() for model in kinds())


def kinds() -> list:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def _on_all_records(name, words):
    for model in kinds():
        field = model._meta.get_field("tags")
        words.output_field = field
        rows = model.objects.filter(tags__contains=[name])
        rows.update(tags=words, updated_at=timezone.now(), version=F("version") + 1)


def _require_administrator(by):
    if by is not None and not by.is_staff:
        raise PermissionDenied(_("Your role does not allow this."))
