"""Every way a file may be written; each yields `(row number, cells)`.

A cell is a str, int, float, bool, None, datetime.date or datetime, or FORMULA. Text files give str only.
"""

from crm.transfer.formats.detect import detect, preview, read

__all__ = ["detect", "preview", "read"]
