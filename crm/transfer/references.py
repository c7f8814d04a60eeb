"""What refers to a record: by foreign key, or as the subject of an activity, a file or a task."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils.translation import gettext as _

from crm.actions.tag import used_by
from crm.models import HistoryEntry, ImportRow, Tag
from crm.models.about import About
from crm.models.relation import relations


class Removal:
    """Takes records of one kind out for good, with what is a part of them; those others hold on to are kept.

    A part is a row that would be deleted with the record (on_delete CASCADE), unless history says
    that somebody else put it there.
    """

    def __init__(self, model, pks, run):
        self.model, self.run = model, run
        self.doomed = set(pks)
        self.removed, self.kept = set(), {}

    def go(self):
        self._spare_referred()
        self._spare_subjects()
        self._spare_words()
        if self.doomed:
            with connection.cursor() as cursor:
                # Append-only stage histories let go of their rows only for an erasure.
                cursor.execute("SELECT set_config('norte.erasing', 'on', true)")
                self._remove(self.model, self.doomed)
                cursor.execute("SELECT set_config('norte.erasing', '', true)")
        self.removed = self.doomed

    def _spare(self, pks, reason):
        for pk in pks & self.doomed:
            self.kept[pk] = reason
        self.doomed -= pks

    def _spare_referred(self):
        for relation in relations(self.model):
            field, other = relation.field, relation.related_model
            held = dict(
                other._base_manager.filter(**{f"{field.name}__in": self.doomed}).values_list("pk", field.attname)
            )
            if not held:
                continue
            if relation.on_delete is models.CASCADE:
                held = self._by_others(other, held)
            else:
                held = self._let_go(field, other, held)
            self._spare(set(held.values()), _("others refer to it: %(kind)s") % {"kind": other._meta.verbose_name})

    def _by_others(self, other, held) -> dict:
        """Parts of the record that somebody else added since."""
        entries = HistoryEntry.objects.filter(
            record_type=ContentType.objects.get_for_model(other), record_id__in=list(held), verb="created"
        ).exclude(cause=self.run.cause)
        return {pk: held[pk] for pk in entries.values_list("record_id", flat=True)}

    def _let_go(self, field, other, held) -> dict:
        """What this run made as well, and will remove too, refers to nothing any more; the rest holds on."""
        if not field.null:
            return held
        made = ImportRow.objects.filter(
            run=self.run, record=other._meta.label_lower, record_id__in=list(held), outcome="created", kept=""
        ).values_list("record_id", flat=True)
        leaving = set(made) - written_since(other, made, self.run)
        leaving -= self.kept.keys() if other is self.model else set()
        other._base_manager.filter(pk__in=leaving).update(**{field.attname: None})
        return {pk: to for pk, to in held.items() if pk not in leaving}

    def _spare_subjects(self):
        kind = ContentType.objects.get_for_model(self.model)
        for model in apps.get_models():
            if issubclass(model, About) and self.doomed:
                about = model._base_manager.filter(record_type=kind, record_id__in=self.doomed)
                self._spare(
                    set(about.values_list("record_id", flat=True)),
                    _("others refer to it: %(kind)s") % {"kind": model._meta.verbose_name},
                )

    def _spare_words(self):
        """Records name their tags by the word alone."""
        if self.model is Tag and self.doomed:
            used = {tag.pk for tag in Tag.objects.filter(pk__in=self.doomed) if used_by(tag)}
            self._spare(used, _("records carry it"))

    def _remove(self, model, pks):
        """Parts first, then the rows themselves, without loading them."""
        for relation in relations(model):
            if relation.on_delete is models.CASCADE:
                parts = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": pks})
                if found := set(parts.values_list("pk", flat=True)):
                    self._remove(relation.related_model, found)
        rows = model._base_manager.filter(pk__in=pks)
        rows._raw_delete(rows.db)


def written_since(model, pks, run) -> set[int]:
    """Records about which the history tells anything that neither this run nor its undoing wrote."""
    entries = HistoryEntry.objects.filter(
        record_type=ContentType.objects.get_for_model(model), record_id__in=list(pks), recorded_at__gte=run.created_at
    )
    entries = entries.exclude(cause__in=[run.cause, f"{run.cause} undone"])
    # What was written before this run touched the record, while the file lay in the wizard, is no edit since.
    began = dict(
        HistoryEntry.objects.filter(
            record_type=ContentType.objects.get_for_model(model), record_id__in=list(pks), cause=run.cause
        )
        .order_by("-pk")
        .values_list("record_id", "pk")
    )
    return {record for record, pk in entries.values_list("record_id", "pk") if pk > began.get(record, 0)}
