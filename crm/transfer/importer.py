"""One run over one file: what the steps of checking, importing and linking share."""

import zoneinfo
from functools import cached_property

from django.core.exceptions import ValidationError

from crm.actions import tag as tags
from crm.models import Organization
from crm.transfer.binding import Reader
from crm.transfer.linking import Linker
from crm.transfer.matching import Matcher
from crm.transfer.planning import told
from crm.transfer.spec import spec_of
from crm.transfer.values import Style


class Importer:
    """Everything a run decided, made ready: spec, reader, matcher, linkers."""

    def __init__(self, run, *, is_dry=False):
        self.run, self.user, self.is_dry = run, run.owner, is_dry
        # What rows of the batch under way needed and had to make: (row number, record, kind).
        self.made = []
        self.spec = spec_of(run.record)
        self.spec.forget()
        mapping = run.mapping
        zone = zoneinfo.ZoneInfo(self.user.time_zone or Organization.current().time_zone)
        style = Style(mapping.get("decimal") or ",", mapping.get("dates") or "dmy", zone)
        columns = run.profile.get("columns", [])
        self.reader = Reader(self.spec.all_fields(), mapping, style, clears=run.clears, width=len(columns) or None)
        derived = self.spec.derived(self.reader.fields.keys())
        everything = self.spec.all_fields()
        # What rows may say once they are complete: the mapped fields, and those that follow from them.
        self.fields = self.reader.fields | {key: everything[key] for key in derived}
        self.key = next(key for key in self.spec.keys if key.field == run.key)
        self.matcher = Matcher(self.spec, self.key, self.user)

    @cached_property
    def linkers(self) -> list[Linker]:
        makes = self.run.mapping.get("make", [])
        return [
            Linker(field, self.user, makes=field.key in makes, is_dry=self.is_dry)
            for field in self.reader.fields.values()
            if field.is_link and not field.is_deferred
        ]

    @cached_property
    def deferred(self) -> list:
        """Links into the record's own kind: they are set when all rows stand."""
        return [field for field in self.reader.fields.values() if field.is_link and field.is_deferred]

    def read(self, batch) -> list:
        """Rows with their cells cleaned; asks the database nothing."""
        return [self.reader.row(number, cells) for number, cells in batch]

    def prepare(self, rows):
        """Link the rows, complete them and give them their tokens; what they needed is in `made`."""
        self.made = []
        for linker in self.linkers:
            linker.resolve(rows, self.made)
        for row in rows:
            self.settle(row)
        self.spell(rows)
        self.matcher.tell([row for row in rows if not row.reasons])

    def spell(self, rows):
        """Tags as they are known, whatever their case, as forms do it."""
        if "tags" not in self.fields:
            return
        spelling = tags.spelled(tag for row in rows for tag in row.values.get("tags") or ())
        for row in rows:
            if row.values.get("tags"):
                row.values["tags"] = list(dict.fromkeys(spelling[tag.lower()] for tag in row.values["tags"]))

    def settle(self, row):
        for field in self.deferred:
            row.values.pop(field.key, None)
        for field in self.noting:
            if row.values.get(field.key) in (None, "", []):
                row.warnings.append(str(field.note_empty))
        if not row.reasons:
            try:
                self.spec.complete(row.values)
            except ValidationError as error:
                row.reasons += told(self.spec, error)

    @cached_property
    def noting(self) -> list:
        return [field for field in self.reader.fields.values() if field.note_empty]
