"""Faults that pages, API and commands answer alike."""


class Conflict(Exception):  # noqa: N818 - what people call it
    """Somebody changed the record since it was read.

    `record` is as it stands now, `values` what the person wanted to set.
    """

    def __init__(self, record, values):
        super().__init__()
        self.record = record
        self.values = values
