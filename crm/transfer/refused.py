"""The refused rows as a file to mend and send again: the file's own columns, and why at the end."""

import csv

from django.utils.translation import gettext as _

from crm.models import ImportRow
from crm.transfer.formats.sheet import FORMULA
from crm.transfer.safe import safe_cell

# Excel takes a file for UTF-8 only when it begins with this.
MARK = "\ufeff"


class Echo:
    """A file that gives back what is written, so that csv can feed a stream."""

    def write(self, line):
        return line


def refused_lines(run):
    """CSV lines with the same headers, so that the remembered mapping fits; at the end the row and why."""
    headers = [column["header"] for column in run.profile["columns"]]
    writer = csv.writer(Echo(), delimiter=run.format.get("delimiter", ","))
    yield MARK + writer.writerow([*map(safe_cell, headers), _("Row"), _("Reason")])
    for row in ImportRow.objects.filter(run=run, outcome="refused").order_by("number", "pk").iterator():
        cells = [safe_cell(plain(cell)) for cell in row.cells][: max(len(headers), 1)]
        cells += [""] * (len(headers) - len(cells))
        yield writer.writerow([*cells, row.number, safe_cell("; ".join(row.reasons))])


def plain(cell):
    return "" if cell is None or cell == FORMULA else cell


def template_lines(spec):
    """A file with the headers of every field, to be filled in."""
    writer = csv.writer(Echo(), delimiter=";")
    yield MARK + writer.writerow([str(field.label) for field in spec.all_fields().values()])
