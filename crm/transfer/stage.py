"""A file put down as one JSON list per row: read once, taken up again at any row after a kill."""

import json
import os
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from crm.transfer.formats import read
from crm.transfer.profile import Profiler

# Renewing a lease costs a query; this many rows are read in well under a second.
STEP = 20_000


def staged_path(path) -> Path:
    return Path(f"{path}.rows")


def put_down(path, format, keep=lambda rows: None) -> dict:
    """Write the staged file; {"columns": [...], "rows": n}. The rename at the end makes it whole or absent."""
    target = staged_path(path)
    partial = Path(f"{target}.part")
    rows = read(path, format)
    headers, first = _headers(rows, format)
    profiler = Profiler(headers)
    count = 0
    with partial.open("w", encoding="utf-8") as file:
        for number, cells in _chained(first, rows):
            profiler.look(cells)
            file.write(json.dumps([number, cells], ensure_ascii=False, default=_typed))
            file.write("\n")
            count += 1
            if count % STEP == 0:
                keep(count)
    os.replace(partial, target)
    return {"columns": profiler.result(), "rows": count}


def _headers(rows, format):
    """The names of the columns; without a header they get numbers, and the first row is data."""
    number, cells = next(rows, (0, []))
    if format["has_header"]:
        return ["" if cell is None else str(cell).strip()[:200] for cell in cells], None
    return [_("Column %(number)s") % {"number": place + 1} for place in range(len(cells))], (number, cells)


def _chained(first, rows):
    if first:
        yield first
    yield from rows


def _typed(value):
    """Dates of a workbook keep being dates: {"d": "2026-11-21"}."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    raise TypeError(type(value))


def batches(path, *, size, offset=0):
    """[(row number, cells), …] with the offset after each, from a place that was kept."""
    with staged_path(path).open("rb") as file:
        file.seek(offset)
        batch = []
        while line := file.readline():
            number, cells = json.loads(line)
            batch.append((number, [_untyped(cell) if isinstance(cell, dict) else cell for cell in cells]))
            if len(batch) == size:
                yield batch, file.tell()
                batch = []
        if batch:
            yield batch, file.tell()


def _untyped(cell):
    return date.fromisoformat(cell["d"]) if "d" in cell else datetime.fromisoformat(cell["m"])
