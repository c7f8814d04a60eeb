"""Phases, investments and annotations: small rows of a plan or an indicator, kept by who may change it."""

from crm.actions import record as records
from crm.actions.history import action


@action
def add(row, *, by):
    """Save a new row of what `by` may change."""
    records.require(by, "change", whole(row))
    row.full_clean()
    row.save(force_insert=True)
    return row


@action
def change(row, *, by, values: dict):
    records.require(by, "change", whole(row))
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@action
def remove(row, *, by):
    records.require(by, "change", whole(row))
    row.delete()


def whole(row):
    """The record the row is a part of."""
    return getattr(row, "plan", None) or row.indicator
