"""The import itself: batch by batch, each in one transaction together with its place in the file.

A kill costs the batch under way and repeats nothing: rows, their trace, the counts and the cursor stand
or fall together, and the next worker goes on from the cursor.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import get_language, override

from crm.actions.history import acting
from crm.models import ImportRun
from crm.transfer import counting
from crm.transfer.importer import Importer
from crm.transfer.limits import BATCH
from crm.transfer.matching import existing, waves
from crm.transfer.planning import Planner
from crm.transfer.relating import Relater
from crm.transfer.stage import batches
from crm.transfer.writing import Writer, keep_rows

PATIENCE = 6


class Import:
    """A run on its way, from wherever the job's cursor says it is."""

    def __init__(self, run):
        self.run = run
        self.importer = Importer(run)
        self.planner, self.writer = Planner(self.importer), Writer(self.importer)

    def go(self, cursor, keep):
        """`cursor` {"step": "rows" or "links", "offset", "done"}; keep() as of crm.jobs.handles."""
        cursor = cursor or {"step": "rows", "offset": 0, "done": 0}
        steps = {"rows": self.batch}
        if self.importer.deferred:
            steps["links"] = Relater(self.importer).relate
        names = list(steps)
        total = self.run.rows * len(names)
        for name in names[names.index(cursor["step"]) :]:
            if cursor["step"] != name:
                cursor = {"step": name, "offset": 0, "done": 0}
            for batch, offset, rows in self._ahead(cursor["offset"]):
                cursor = {"step": name, "offset": offset, "done": cursor["done"] + len(batch)}
                progress = cursor["done"] + self.run.rows * names.index(name)
                place = {"progress": progress, "total": total, "cursor": cursor}
                self._persist(steps[name], batch, rows, place, keep)

    def _ahead(self, offset):
        """(batch, offset after it, rows read): the next is read while the database works on the one before."""
        language = get_language()
        found = batches(self.run.file.path, size=BATCH, offset=offset)

        def following():
            with override(language):
                batch, after = next(found, (None, 0))
                return batch, after, batch and self.importer.read(batch)

        with ThreadPoolExecutor(max_workers=1) as reader:
            waiting = reader.submit(following)
            while (ready := waiting.result())[0]:
                waiting = reader.submit(following)
                yield ready

    def _persist(self, step, batch, rows, place, keep):
        """One batch, tried again while somebody else's lock is in its way."""
        for attempt in range(PATIENCE):
            try:
                with acting(self.run.owner, cause=self.run.cause):
                    counts = step(rows, self.run.counts or counting.nothing())
                    ImportRun.objects.filter(pk=self.run.pk).update(counts=counts, imported_at=timezone.now())
                    keep(**place)
            except OperationalError:
                for linker in self.importer.linkers:
                    linker.unlearn()
                if attempt == PATIENCE - 1:
                    raise
                time.sleep(0.5 * 2**attempt)
                # What the attempt wrote into the rows is void.
                rows = self.importer.read(batch)
            else:
                self.run.counts = counts
                return

    def batch(self, rows, counts) -> dict:
        planned = []
        self.importer.prepare(rows)
        for wave in waves(rows):
            planned += self._wave(wave)
        keep_rows(self.run, planned, self.importer.made)
        counts = {**counts, **{name: dict(counts[name]) for name in ("made", "reasons", "warnings")}}
        counting.add(counts, planned, [noun for __, __, noun in self.importer.made])
        return counts

    def _wave(self, rows) -> list:
        found = self.importer.matcher.match([row for row in rows if not row.reasons])
        states = self.planner.current({pk for pks in found.values() for pk in pks}, lock=True)
        planned = []
        for row in rows:
            state = None if row.reasons else existing(row, found, states)
            planned.append(self.planner.plan(row, state))
        self.writer.write(planned, states)
        return planned
