"""Links into the record's own kind (a head office further down the file), set when all rows stand."""

from django.utils.translation import gettext as _

from crm.models import ImportRow
from crm.transfer import copying, counting
from crm.transfer.linking import Linker
from crm.transfer.matching import existing
from crm.transfer.planning import Planner
from crm.transfer.writing import keep_rows


class Relater:
    """What the links of one batch change; a link that cannot be set is a warning, for its row stands already."""

    def __init__(self, importer):
        self.importer, self.planner = importer, Planner(importer)
        makes = importer.run.mapping.get("make", [])
        self.linkers = [
            Linker(field, importer.user, makes=field.key in makes, is_dry=importer.is_dry)
            for field in importer.deferred
        ]

    def relate(self, read, counts) -> dict:
        rows = linked_rows(self.importer, read)
        made = self.importer.made = []
        outcomes = self._outcomes(rows)
        rows = [row for row in rows if outcomes.get(row.number, ("", None))[0] != "refused"]
        found = self.importer.matcher.match(rows)
        for row in rows:
            row.values = row.links
        for linker in self.linkers:
            linker.resolve(rows, made)
        planned = self._planned(rows, found, outcomes)
        self._write(planned)
        keep_rows(self.importer.run, planned, made)
        return self._counted(counts, rows, planned, outcomes, made)

    def _outcomes(self, rows) -> dict:
        """What the first pass made of these rows: {row number: (outcome, record)}."""
        run = self.importer.run
        kept = ImportRow.objects.filter(run=run, number__in=[row.number for row in rows])
        kept = kept.exclude(record_id=None, outcome="created").filter(record__in=[run.record, ""])
        return {number: (outcome, pk) for number, outcome, pk in kept.values_list("number", "outcome", "record_id")}

    def _planned(self, rows, found, outcomes) -> list:
        known = {pk for __, pk in outcomes.values() if pk}
        states = self.planner.current(known | {pk for pks in found.values() for pk in pks}, lock=True)
        parents, planned = Ancestry(self.importer), []
        for row in rows:
            outcome, pk = outcomes.get(row.number, ("", None))
            row.pk = pk
            state = states.get(pk) if pk else existing(row, found, states)
            if state is None or (not outcome and self.planner.mode == "create"):
                continue
            # What this run made it may finish, whoever owns it now.
            one = self._plan(row, state | {"#may": state["#may"] or outcome == "created"}, outcome)
            if one.outcome == "updated" and parents.allow(row, one):
                planned.append(one)
        return planned

    def _plan(self, row, state, outcome):
        mode, self.planner.mode = self.planner.mode, "upsert"
        reasons, row.reasons = row.reasons, []
        one = self.planner.plan(row, state)
        row.reasons = reasons + row.reasons
        self.planner.mode = mode
        return one

    def _write(self, planned):
        attributes = {field.key: field.attribute for field in self.importer.deferred}
        states = {
            one.row.pk: {name: one.changes.get(key) for key, name in attributes.items() if key in one.changes}
            for one in planned
        }
        for names in {tuple(row) for row in states.values()}:
            copying.update(self.importer.spec.model, {pk: row for pk, row in states.items() if tuple(row) == names})
        for one in planned:
            one.version = (one.version or 0) + 1

    def _counted(self, counts, rows, planned, outcomes, made):
        counts = {**counts, "warnings": dict(counts["warnings"]), "made": dict(counts["made"])}
        late = sum(1 for one in planned if one.row.number not in outcomes)
        counts["updated"] += late
        counts["unchanged"] -= late
        counting.tally_all(counts["warnings"], (reason for row in rows for reason in row.reasons))
        counting.tally_all(counts["made"], (noun for __, __, noun in made))
        return counts


def linked_rows(importer, read) -> list:
    """The rows that fill a deferred link, with their tokens, and `links` by field key."""
    rows = []
    for row in read:
        links = {field.key: row.values[field.key] for field in importer.deferred if row.values.get(field.key)}
        if row.reasons or not links:
            continue
        importer.settle(row)
        row.warnings, row.links = [], links
        rows.append(row)
    importer.matcher.tell(rows)
    return rows


class Ancestry:
    """Keeps a record from becoming its own head office, by however many steps."""

    def __init__(self, importer):
        self.model = importer.spec.model
        self.fields = {field.key: field.attribute for field in importer.deferred}
        self.above = {}

    def allow(self, row, planned) -> bool:
        for key, name in self.fields.items():
            if key in planned.changes and self._is_circle(name, row.pk, planned.changes[key]):
                row.reasons.append(_("A record cannot stand above itself."))
                return False
        for key, name in self.fields.items():
            if key in planned.changes:
                self.above[name, row.pk] = planned.changes[key]
        return True

    def _is_circle(self, name, pk, target) -> bool:
        for __ in range(50):
            if target is None or target == pk:
                return target == pk
            if (name, target) not in self.above:
                self.above[name, target] = self.model.objects.filter(pk=target).values_list(name, flat=True).first()
            target = self.above[name, target]
        return True
