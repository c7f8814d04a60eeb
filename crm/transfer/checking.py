"""The dry run: what an import would do, row by row, without writing and without holding the file in memory."""

from array import array
from itertools import pairwise

from crm.actions import tag as tags
from crm.models import Tag
from crm.transfer import alike, counting
from crm.transfer.folding import plain
from crm.transfer.importer import Importer
from crm.transfer.limits import BATCH
from crm.transfer.linking import Linker
from crm.transfer.matching import existing
from crm.transfer.planning import Planner
from crm.transfer.relating import linked_rows
from crm.transfer.stage import batches

MAX_SHOWN = 50


class Check:
    """Plans every row. Rows that name one record more than once are followed through `virtual` states."""

    def __init__(self, run):
        self.run = run
        self.importer = Importer(run, is_dry=True)
        self.planner = Planner(self.importer)
        self.counts = counting.nothing()
        self.counts |= {"shown": [], "alike": 0, "alikes": []}
        self.virtual = {}
        self.names, self.tags = set(), set()
        makes = run.mapping.get("make", [])
        self.own = [
            Linker(field, run.owner, makes=field.key in makes, is_dry=True) for field in self.importer.deferred
        ]

    def go(self, keep) -> dict:
        repeated = self._repeated(keep)
        done = 0
        for batch, __ in batches(self.run.file.path, size=BATCH):
            self._batch(batch, repeated)
            done += len(batch)
            keep(progress=self.run.rows + done, total=self.run.rows * 2)
        return self.counts

    def _repeated(self, keep) -> set[int]:
        """Hashes of the tokens that more than one row carries: 8 bytes a row, whatever the file."""
        seen, done = array("q"), 0
        for batch, __ in batches(self.run.file.path, size=BATCH):
            rows = self.importer.read(batch)
            for row in rows:
                self.importer.settle(row)
            self.importer.matcher.tell([row for row in rows if not row.reasons])
            seen.extend(hash(token) for row in rows for token in row.tokens)
            if self.own:
                self.names |= {plain(row.values.get("name", "")) for row in rows}
            done += len(batch)
            keep(progress=done, total=self.run.rows * 2)
        ordered = sorted(seen)
        return {one for one, other in pairwise(ordered) if one == other}

    def _batch(self, batch, repeated):
        rows = self.importer.read(batch)
        self.importer.prepare(rows)
        made = self.importer.made
        found = self.importer.matcher.match(rows)
        states = self.planner.current({pk for pks in found.values() for pk in pks}, lock=False)
        planned = [self._plan(row, found, states, repeated) for row in rows]
        if self.own:
            self._relate(self.importer.read(batch), {one.row.number: one for one in planned}, states, made)
        alike.note(self.importer, planned, self.counts)
        counting.add(self.counts, planned, [*(noun for __, __, noun in made), *self._new_tags(planned)])
        self._show(planned)

    def _plan(self, row, found, states, repeated):
        echoed = [token for token in row.tokens if hash(token) in repeated]
        state = next((self.virtual[token] for token in echoed if token in self.virtual), None)
        if state is None and not row.reasons:
            state = existing(row, found, states)
        planned = self.planner.plan(row, state)
        if echoed and planned.outcome != "refused":
            after = (state or {"#version": 1, "#custom": {}, "#may": True}) | planned.changes
            self.virtual |= dict.fromkeys(echoed, after)
        return planned

    def _relate(self, read, planned, states, made):
        """Links into the same kind: found already, or further down this file."""
        rows = [row for row in linked_rows(self.importer, read) if planned[row.number].outcome != "refused"]
        names = {row.number: row.links.copy() for row in rows}
        for row in rows:
            row.values = row.links
        for linker in self.own:
            linker.resolve(rows, made)
        for row in rows:
            one = planned[row.number]
            in_file = [name for key, name in names[row.number].items() if plain(name) in self.names]
            if row.reasons and not in_file:
                one.row.warnings += row.reasons
            state = states.get(one.row.pk)
            if one.outcome == "unchanged" and (in_file or row.values):
                is_same = state and all(state.get(key) == value for key, value in row.values.items())
                one.outcome = "unchanged" if is_same and not row.reasons else "updated"

    def _new_tags(self, planned) -> list[str]:
        """One word for each tag that the import would be the first to use."""
        used = {
            tag for one in planned if one.outcome in ("created", "updated") for tag in one.changes.get("tags") or ()
        }
        new = tags.unknown(used - self.tags)
        self.tags |= used
        return [str(Tag._meta.verbose_name)] * len(new)

    def _show(self, planned):
        shown = self.counts["shown"]
        for one in planned:
            if one.outcome == "refused" and len(shown) < MAX_SHOWN:
                shown.append({"number": one.row.number, "reasons": one.row.reasons, "cells": one.row.cells[:6]})
