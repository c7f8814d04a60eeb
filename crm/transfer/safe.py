"""Cells that a spreadsheet program would run as formulas, written so that it does not, and read back as they were."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


# One look at the first character tells nearly all texts from those to be looked at.
SUSPECT = frozenset((*DANGEROUS, "'"))


def safe_cell(value):
    """Text that begins like a formula gets an apostrophe, and so does text that begins with one before such."""
    if isinstance(value, str) and value[:1] in SUSPECT and _is_dangerous(value):
        return "'" + value
    return value


def own_cell(value):
    """The inverse of safe_cell."""
    if isinstance(value, str) and value.startswith("'") and _is_dangerous(value[1:]):
        return value[1:]
    return value


def _is_dangerous(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(DANGEROUS)
