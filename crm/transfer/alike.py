"""Rows that are no record by the run's key and yet look like one: told by the dry run, refused by nothing."""

from collections import defaultdict

from crm.actions.duplicate import reasons

MAX_SHOWN = 50
# A switchboard's number may be on thousands of records; the first few tell as much.
MOST = 5000


def note(importer, planned, counts):
    """Count the planned rows that share an exact key with another visible record, and list the first of them."""
    keyed = {one.row.number: new_keys(importer.spec, one) for one in planned if one.outcome in ("created", "updated")}
    found = sharing(importer, set().union(*keyed.values()) if keyed else set())
    for one in planned if found else ():
        keys = keyed.get(one.row.number, set())
        others = {pk for key in keys for pk in found.get(key, ()) if pk != one.row.pk}
        if others:
            shared = {key for key in keys if others & set(found.get(key, ()))}
            counts["alike"] += 1
            if len(counts["alikes"]) < MAX_SHOWN:
                counts["alikes"].append(told(importer.spec.model, one.row, min(others), shared))


def new_keys(spec, one) -> set[str]:
    """What a saved record shared before was decided then."""
    return set(spec.exact_keys(one.changes)) - set(spec.exact_keys(one.before))


def sharing(importer, keys) -> dict[str, list[int]]:
    """Key to the visible records that have it."""
    found = defaultdict(list)
    for key, pk in importer.spec.rows(importer.user).found_by_keys(keys, MOST) if keys else ():
        found[key].append(pk)
    return found


def told(model, row, pk, shared) -> dict:
    name = str(row.values.get("name") or "")
    return {"number": row.number, "name": name, "record": pk, "reasons": reasons(shared, model)}
