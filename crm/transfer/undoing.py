"""Undo: records a run made are removed, those it changed get their former values back.

What somebody edited since, or what others now refer to, stays as it is, and the run says which.
"""

from collections import defaultdict

from django.apps import apps
from django.utils.translation import gettext as _

from crm.actions.history import acting
from crm.models import ImportRow
from crm.transfer import copying
from crm.transfer.references import Removal, written_since
from crm.transfer.spec import spec_of

NOTHING = {"removed": 0, "restored": 0, "kept": 0}


class Undo:
    def __init__(self, run):
        self.run, self.spec = run, spec_of(run.record)
        self.counts = dict(NOTHING)

    def go(self, cursor, keep, *, size) -> dict:
        """First the records of the run's own kind, newest first, then what had to be made for them."""
        cursor = cursor or {"place": None, "counts": dict(NOTHING), "step": "records"}
        self.counts = cursor["counts"]
        total = ImportRow.objects.filter(run=self.run).exclude(outcome="refused").count()
        done = sum(self.counts.values())
        while cursor["step"] == "records":
            pks = self._next(cursor["place"], size)
            with acting(self.run.owner, cause=f"{self.run.cause} undone"):
                if pks:
                    self._records(pks)
                    done += len(pks)
                    cursor = cursor | {"place": pks[-1], "counts": self.counts}
                else:
                    cursor = cursor | {"step": "made"}
                keep(cursor=cursor, progress=min(done, total), total=total)
        with acting(self.run.owner, cause=f"{self.run.cause} undone"):
            self._made()
            keep(progress=total, total=total, cursor={"step": "over", "place": None, "counts": self.counts})
        return self.counts

    def _next(self, place, size) -> list[int]:
        rows = ImportRow.objects.filter(run=self.run, record=self.run.record).exclude(outcome="refused")
        rows = rows.filter(record_id__lt=place) if place else rows
        return list(rows.order_by("-record_id").values_list("record_id", flat=True).distinct()[:size])

    def _records(self, pks):
        traces = defaultdict(list)
        for trace in ImportRow.objects.filter(run=self.run, record=self.run.record, record_id__in=pks).order_by("pk"):
            traces[trace.record_id].append(trace)
        edited = self._edited(self.spec.model, traces)
        made = {pk for pk, of in traces.items() if of[0].outcome == "created"}
        removal = Removal(self.spec.model, made - edited, self.run)
        removal.go()
        self._restore({pk: of for pk, of in traces.items() if pk not in made and pk not in edited})
        self.counts["removed"] += len(removal.removed)
        self._keep(edited, _("edited since"))
        for pk, reason in removal.kept.items():
            self._keep({pk}, reason)

    def _edited(self, model, traces) -> set[int]:
        """Records whose version moved on, or about which anything else was written since, or that are gone."""
        has_version = any(one.name == "version" for one in model._meta.concrete_fields)
        rows = model._base_manager.select_for_update().filter(pk__in=traces).order_by("pk")
        there = (
            dict(rows.values_list("pk", "version"))
            if has_version
            else dict.fromkeys(rows.values_list("pk", flat=True))
        )
        moved = {pk for pk in there if has_version and there[pk] != traces[pk][-1].version}
        return moved | (traces.keys() - there.keys()) | written_since(model, there, self.run)

    def _restore(self, traces):
        fields = self.spec.all_fields()
        columns, virtual = defaultdict(dict), []
        for pk, of in traces.items():
            before = {}
            for trace in of:
                before = (trace.before or {}) | before
            plain = {key: value for key, value in before.items() if fields[key].attribute}
            columns[tuple(sorted(plain)), self._customs(before)][pk] = plain
            if extra := {k: v for k, v in before.items() if not fields[k].attribute and not k.startswith("custom.")}:
                virtual.append((pk, extra))
            self._put_custom(pk, before)
        for (keys, __), rows in columns.items():
            if keys:
                copying.update(self.spec.model, {pk: self._typed(row, fields) for pk, row in rows.items()})
        if virtual:
            self.spec.put(virtual, self.run.owner)
        self.counts["restored"] += len(traces)

    @staticmethod
    def _customs(before):
        return any(key.startswith("custom.") for key in before)

    def _put_custom(self, pk, before):
        """Custom fields that had no value lose their key again."""
        customs = {key.removeprefix("custom."): value for key, value in before.items() if key.startswith("custom.")}
        if customs:
            record = self.spec.model.objects.get(pk=pk)
            custom = {**record.custom, **customs}
            custom = {key: value for key, value in custom.items() if key not in customs or value is not None}
            self.spec.model.objects.filter(pk=pk).update(custom=custom)

    def _typed(self, row, fields) -> dict:
        """Values as JSON kept them, as the columns want them."""
        meta = self.spec.model._meta
        typed = {}
        for key, value in row.items():
            name = fields[key].attribute
            column = next(one for one in meta.concrete_fields if one.attname == name)
            typed[name] = value if column.is_relation or value is None else column.to_python(value)
            if isinstance(value, list):
                typed[name] = value
        return typed

    def _keep(self, pks, reason):
        ImportRow.objects.filter(run=self.run, record=self.run.record, record_id__in=pks).update(kept=reason[:200])
        self.counts["kept"] += len(pks)

    def _made(self):
        """Sectors, companies and the like that rows needed: removed together, for they may refer to each other."""
        rows = ImportRow.objects.filter(run=self.run, outcome="created").exclude(record=self.run.record)
        by_kind = defaultdict(dict)
        for row in rows.order_by("-pk"):
            by_kind[row.record][row.record_id] = [row]
        for label, traces in by_kind.items():
            model = apps.get_model(label)
            edited = self._edited(model, traces)
            removal = Removal(model, traces.keys() - edited, self.run)
            removal.go()
            self.counts["removed"] += len(removal.removed)
            kept = removal.kept | dict.fromkeys(edited, _("edited since"))
            for pk, reason in kept.items():
                rows.filter(record=label, record_id=pk).update(kept=reason[:200])
            self.counts["kept"] += len(kept)
