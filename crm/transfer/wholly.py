"""Every field of a record as its import declares it, so that the file can be brought in again unchanged."""

from crm.transfer.columns import CHUNK, Names, chunks


def whole_rows(spec, queryset, user):
    """Values in the order of the spec's exported fields; what lives elsewhere is loaded a chunk at a time."""
    fields = [field for field in spec.all_fields().values() if field.is_exported]
    columns = list(dict.fromkeys(field.attribute for field in fields if field.attribute))
    has_custom = any(one.name == "custom" for one in spec.model._meta.concrete_fields)
    names = {field.key: Names(field.among(user).model, user) for field in fields if field.is_link}
    extra = [field.key for field in fields if field.attribute is None and not field.key.startswith("custom.")]
    wanted = ["pk", *columns, *(["custom"] if has_custom else [])]
    for chunk in chunks(queryset.values(*wanted).iterator(chunk_size=CHUNK)):
        loaded = spec.load([row["pk"] for row in chunk], extra, user) if extra else {}
        for key, known in names.items():
            field = next(one for one in fields if one.key == key)
            known.learn({value(field, row, loaded) for row in chunk})
        for row in chunk:
            yield [cell(field, value(field, row, loaded), names) for field in fields]


def value(field, row, loaded):
    if field.attribute:
        return row[field.attribute]
    if field.key.startswith("custom."):
        return (row["custom"] or {}).get(field.key.removeprefix("custom."))
    return loaded.get(row["pk"], {}).get(field.key)


def cell(field, found, names):
    if field.is_link:
        return names[field.key](found)
    return field.write(found) if found not in (None, "") else ""
