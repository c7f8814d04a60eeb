"""What a row would do to what exists: make it, change it, nothing, or why it is refused."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(slots=True)
class Planned:
    """One row and what it leads to: "created", "updated", "unchanged" or "refused"."""

    row: object
    outcome: str = "refused"
    changes: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    version: int | None = None


class Planner:
    """Compares rows with records as they are now."""

    def __init__(self, importer):
        self.spec, self.user = importer.spec, importer.user
        self.mode = importer.run.mode
        self.fields = importer.fields
        self.required = [one.key for one in self.spec.fields if one.is_required]
        self.may_create = importer.user.access.may("create", importer.spec.model)
        attributes = {key: one.attribute for key, one in self.fields.items()}
        self.columns = {key: name for key, name in attributes.items() if name}
        self.virtual = [key for key, name in attributes.items() if not name]
        self.customs = [key for key in self.virtual if key.startswith("custom.")]
        self.extras = [key for key in self.virtual if not key.startswith("custom.")]

    def current(self, pks, *, lock) -> dict[int, dict]:
        """Values by field key, with "version" and whether the person may change the record."""
        if not pks:
            return {}
        model = self.spec.model
        names = {one.attname for one in model._meta.concrete_fields}
        tracked = [name for name in ("version", "custom") if name in names]
        wanted = ["pk", *tracked, *dict.fromkeys(self.columns.values())]
        rows = model.objects.filter(pk__in=pks).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",))
        found = {row["pk"]: row for row in rows.values(*wanted)}
        changeable = set(self.spec.rows(self.user, "change").filter(pk__in=pks).values_list("pk", flat=True))
        extras = self.spec.load(pks, self.extras, self.user) if self.extras else {}
        return {pk: self._as_keys(row, pk in changeable, extras.get(pk, {})) for pk, row in found.items()}

    def _as_keys(self, row, may_change, extras):
        values = {key: row[name] for key, name in self.columns.items()}
        custom = row.get("custom") or {}
        values |= {key: custom.get(key.removeprefix("custom.")) for key in self.customs}
        return values | extras | {"#version": row.get("version"), "#custom": custom, "#may": may_change}

    def plan(self, row, state: dict | None) -> Planned:
        """`state` is the record as it is, None for a new one."""
        planned = Planned(row)
        if row.reasons:
            return planned
        if state is None:
            self._plan_new(row, planned)
        elif self.mode == "create":
            planned.outcome = "unchanged"
        elif not state["#may"]:
            row.reasons.append(_("You may not change this record."))
        else:
            self._plan_change(row, state, planned)
        return planned

    def _plan_new(self, row, planned):
        if self.mode == "update":
            row.reasons.append(_("No record has this key."))
        elif not self.may_create:
            row.reasons.append(_("You may not create records of this kind."))
        elif self._passes(row, None) and self._has_required(row):
            planned.outcome, planned.changes = "created", row.values

    def _passes(self, row, state) -> bool:
        """The record's own rules, which forms and actions keep as well."""
        try:
            if state is None:
                self.spec.begin(row.values, row.said)
            self.spec.check(row.values, state)
        except ValidationError as error:
            row.reasons += told(self.spec, error)
        return not row.reasons

    def _has_required(self, row) -> bool:
        for key in self.required:
            if row.values.get(key) in (None, "", []):
                row.reasons.append(_("%(field)s is missing.") % {"field": self.spec.all_fields()[key].label})
        return not row.reasons

    def _plan_change(self, row, state, planned):
        if not self._passes(row, state):
            return
        planned.version = state["#version"]
        for key, new in row.values.items():
            old, kind = state.get(key), self.fields[key]
            if kind.is_same(old, new):
                continue
            new = kind.merged(old or [], new) if kind.is_list and new else new
            if _differ(old, new):
                planned.changes[key], planned.before[key] = new, old
        self._follow_owner(row, state, planned)
        if any(key in planned.changes and not planned.changes[key] for key in self.required):
            row.reasons.append(_("A required field would be emptied."))
            return
        planned.outcome = "updated" if planned.changes else "unchanged"

    def _follow_owner(self, row, state, planned):
        """A new owner brings their team, as everywhere else."""
        if "owner" in planned.changes and "team" in self.fields and not row.values.get("team"):
            team = self.spec.team_of(planned.changes["owner"]) if planned.changes["owner"] else None
            if team and team != state["team"]:
                planned.changes["team"], planned.before["team"] = team, state["team"]


def told(spec, error: ValidationError) -> list[str]:
    """Each message with the label of its field."""
    fields = spec.all_fields()
    named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [f"{fields[key].label}: {texts[0]}" if key in fields else texts[0] for key, texts in named.items()]


def _differ(old, new) -> bool:
    if isinstance(new, (list, tuple)) or isinstance(old, (list, tuple)):
        return list(old or []) != list(new or [])
    if old in (None, "") and new in (None, ""):
        return False
    if isinstance(old, str) and isinstance(new, str):
        # Line ends and outer blanks get lost in files on their way; they are no change.
        return old != new and old.split() != new.split()
    if isinstance(old, datetime) and isinstance(new, datetime):
        # Files carry seconds, the database more.
        return old.replace(microsecond=0) != new.replace(microsecond=0)
    return old != new
