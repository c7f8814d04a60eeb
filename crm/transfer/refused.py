"""The refused rows as a file to mend and send again: the file's own columns, and why at the end."""

import csv

from django.utils.translation import gettext as _

from crm.models import ImportRow
from crm.transfer.safe import safe_cell


def write_refused(run, target) -> int:
    """CSV with the same headers, so that the remembered mapping fits; returns the number of rows."""
    headers = [column["header"] for column in run.profile["columns"]]
    writer = csv.writer(target, delimiter=run.format.get("delimiter", ","))
    writer.writerow([*map(safe_cell, headers), _("Row"), _("Reason")])
    count = 0
    for row in ImportRow.objects.filter(run=run, outcome="refused").order_by("number").iterator():
        cells = [safe_cell(_plain(cell)) for cell in row.cells]
        cells += [""] * (len(headers) - len(cells))
        writer.writerow([*cells, row.number, safe_cell("; ".join(row.reasons))])
        count += 1
    return count


def _plain(cell):
    return "" if cell is None else cell
