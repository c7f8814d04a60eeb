"""Tags: records keep the words, a row for each word keeps its colour. The two are kept together here."""

from django.apps import apps
from django.db.models import F, Func, Value
from django.db.models.functions import Lower
from django.utils import timezone

from crm.actions.history import action
from crm.actions.lookup import require_administrator
from crm.models import Tag
from crm.models.record import Record


def spelled(names) -> dict[str, str]:
    """Each word in small letters to how it is written: as it is known, else as it was first given."""
    given = {name.strip().lower(): name.strip() for name in reversed(list(names)) if name.strip()}
    alike = Tag.objects.annotate(lower=Lower("name")).filter(lower__in=list(given)) if given else ()
    return given | {tag.name.lower(): tag.name for tag in alike}


def unknown(names) -> set[str]:
    """Those of these spellings for which there is no row yet."""
    return set(names) - set(Tag.objects.filter(name__in=names).values_list("name", flat=True)) if names else set()


def settle(names) -> list[str]:
    """The names as they are known, whatever their case; a row for each that is new."""
    spelling = spelled(names)
    settled = list(dict.fromkeys(spelling[name.strip().lower()] for name in names if name.strip()))
    new = unknown(settled)
    Tag.objects.bulk_create([Tag(name=name) for name in settled if name in new], ignore_conflicts=True)
    return settled


@action
def save(tag: Tag, *, by) -> Tag:
    """A new tag, or its colour or name: a new name goes to every record that has the old one."""
    require_administrator(by)
    former = Tag.objects.select_for_update().filter(pk=tag.pk).values_list("name", flat=True).first()
    tag.full_clean()
    tag.save()
    if former and former != tag.name:
        _on_all_records(former, Func(F("tags"), Value(former), Value(tag.name), function="array_replace"))
    return tag


@action
def delete(tag: Tag, *, by):
    """The word goes from every record too; their history keeps it."""
    require_administrator(by)
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
