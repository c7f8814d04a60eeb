"""Planned rows into the database: new ones by COPY, changes by one statement, each with what undo needs."""

import json

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from crm.actions import tag as tags
from crm.models import ImportRow, Tag
from crm.transfer import copying

ROW_ATTRIBUTES = [
    "id", "run_id", "number", "outcome", "record", "record_id", "version", "before", "reasons", "cells", "kept",
]  # fmt: skip


class Writer:
    """Writes what was planned for rows no two of which are the same record."""

    def __init__(self, importer):
        self.importer, self.spec = importer, importer.spec
        self.run, self.user = importer.run, importer.user
        self.attributes = {key: field.attribute for key, field in importer.fields.items()}
        self.has_version = any(one.name == "version" for one in self.spec.model._meta.concrete_fields)

    def write(self, planned: list, states: dict):
        """All at once; where the database refuses one of them, one by one, so that only that one is refused."""
        if not any(one.outcome in ("created", "updated") for one in planned):
            return
        try:
            with transaction.atomic():
                self._write(planned, states)
        except (DatabaseError, ValueError) as error:
            if len(planned) > 1:
                for one in planned:
                    self.write([one], states)
            elif isinstance(error, DatabaseError) and _is_passing(error):
                raise
            else:
                planned[0].outcome = "refused"
                planned[0].row.reasons.append(_reason(self.spec.model, error))

    def _write(self, planned, states):
        new = [one for one in planned if one.outcome == "created"]
        changed = [one for one in planned if one.outcome == "updated"]
        for one, pk in zip(new, self._insert(new), strict=True):
            one.row.pk, one.version = pk, 1 if self.has_version else None
        self._update(changed, states)
        virtual = [(one.row.pk, part) for one in (*new, *changed) if (part := self._virtual(one.changes))]
        if virtual:
            self.spec.put(virtual, self.user, self.importer)
        self.spec.written([one.row.pk for one in planned if one.outcome in ("created", "updated")])
        self._keep_tags((*new, *changed))

    def _keep_tags(self, planned):
        """A row for each word that is new, as forms make it; undo takes back those nobody uses."""
        first = {tag: one.row.number for one in reversed(planned) for tag in one.changes.get("tags") or ()}
        for name in sorted(tags.unknown(first)):
            tag, is_new = Tag.objects.get_or_create(name=name)
            if is_new:
                self.importer.made.append((first[name], tag, str(Tag._meta.verbose_name)))

    def _virtual(self, changes) -> dict:
        return {
            key: value
            for key, value in changes.items()
            if self.attributes[key] is None and not key.startswith("custom.")
        }

    def _insert(self, planned) -> list[int]:
        rows = []
        moment = self.spec.now()
        signed = {"created_at": moment, "updated_at": moment, "created_by_id": self.user.pk}
        signed = signed if self.has_version else {}
        for one in planned:
            columns = self._columns(one.changes, {})
            start = self.spec.start(columns, self.user)
            rows.append(signed | start | {name: value for name, value in columns.items() if value is not None})
        return copying.insert(self.spec.model, rows)

    def _columns(self, changes, custom) -> dict:
        columns = {name: value for key, value in changes.items() if (name := self.attributes[key])}
        customs = {key.removeprefix("custom."): value for key, value in changes.items() if key.startswith("custom.")}
        return columns | ({"custom": {**custom, **customs}} if customs else {})

    def _update(self, planned, states):
        wanted = {}
        for one in planned:
            wanted[one.row.pk] = self._columns(one.changes, states[one.row.pk]["#custom"])
            one.version = (one.version or 0) + 1 if self.has_version else None
        names = {name for row in wanted.values() for name in row}
        for pk, row in wanted.items():
            for name in names - row.keys():
                row[name] = self._as_is(name, states[pk])
        if names or (self.has_version and wanted):
            copying.update(self.spec.model, wanted)

    def _as_is(self, name, state):
        if name == "custom":
            return state["#custom"]
        return state[next(key for key, attribute in self.attributes.items() if attribute == name)]


def _is_passing(error) -> bool:
    """A lock not got or a deadlock: the batch is tried again, no row is at fault."""
    return getattr(error.__cause__, "pgcode", "") in ("55P03", "40P01", "40001", "57014")


def _reason(model, error) -> str:
    """What the database refused, in the words its constraint carries; never what it says of other rows."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name and constraint.violation_error_message:
            return str(constraint.get_violation_error_message())
    return _("The database refuses this row: a value is not possible together with the others.")


def keep_rows(run, planned, made):
    """The trace of a batch: what undo and the file of refused rows are made from."""
    rows = []
    for one in planned:
        if one.outcome == "unchanged":
            continue
        is_refused = one.outcome == "refused"
        rows.append(
            [
                run.pk,
                one.row.number,
                one.outcome,
                "" if is_refused else run.record,
                None if is_refused else one.row.pk,
                one.version,
                _json(one.before) if one.before else None,
                _json(one.row.reasons),
                _json(one.row.cells) if is_refused else None,
                "",
            ]
        )
    for number, record, __ in made:
        version = getattr(record, "version", None)
        rows.append([run.pk, number, "created", record._meta.label_lower, record.pk, version, None, "[]", None, ""])
    pks = copying.next_ids(ImportRow, len(rows)) if rows else []
    copying.copy_in(ImportRow, ROW_ATTRIBUTES, ([pk, *row] for pk, row in zip(pks, rows, strict=True)))


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
