"""What a run proposes before the person decides, and what still has to be decided."""

from dataclasses import dataclass
from dataclasses import field as attribute

from django.utils import timezone

from crm.models import ColumnMapping
from crm.transfer.choices import choice_words
from crm.transfer.fields import Choice
from crm.transfer.folding import plain, squeezed
from crm.transfer.headers import remembered, signature, suggested
from crm.transfer.links import AMBIGUOUS
from crm.transfer.profile import date_style, decimal_style
from crm.transfer.spec import spec_of

LEAVE, REFUSE, MAKE = "-", "!", "+"


def prepare(run):
    """Fill mapping and key: as remembered for these headers, else as the headers suggest."""
    spec = spec_of(run.record)
    fields = spec.all_fields()
    columns = run.profile["columns"]
    known = remembered(run.owner, run.record, columns)
    if known:
        run.mapping = known | {"columns": {p: k for p, k in known["columns"].items() if k in fields}}
        run.key = known.get("key", "")
    else:
        chosen = suggested(columns, fields)
        makes = [key for key in chosen.values() if fields[key].is_link and fields[key].makes_by_default]
        run.mapping = {"columns": chosen, "values": {}, "make": makes}
        run.key = ""
    keys = proposed_keys(spec, run.mapping)
    run.key = run.key if run.key in keys else next(iter(keys), "")
    for name, verdict in styles(run).items():
        if verdict:
            run.mapping[name] = verdict
        elif verdict == "":
            run.mapping.pop(name, None)


def proposed_keys(spec, mapping) -> list[str]:
    """Keys whose field a column fills (or complete() derives), best first."""
    mapped = set(mapping.get("columns", {}).values())
    mapped |= spec.derived(mapped)
    return [key.field for key in spec.keys if key.field in mapped]


def mapped_columns(run, asks) -> list[dict]:
    fields = spec_of(run.record).all_fields()
    return [
        run.profile["columns"][int(place)]
        for place, key in run.mapping.get("columns", {}).items()
        if key in fields and fields[key].asks == asks and int(place) < len(run.profile["columns"])
    ]


def styles(run) -> dict[str, str | None]:
    """ "decimal" and "dates": the style, "" where nothing hangs on it, None where a person must say."""
    return {
        "decimal": decimal_style(mapped_columns(run, "decimal")),
        "dates": date_style(mapped_columns(run, "dates")),
    }


def open_questions(run) -> list[str]:
    return [name for name, verdict in styles(run).items() if verdict is None and not run.mapping.get(name)]


@dataclass
class Unknown:
    """A value of the file that is no choice and no visible record: what it may become."""

    key: str
    label: str
    value: str
    target: str | None = None
    suggestion: str = ""
    options: list = attribute(default_factory=list)
    may_make: bool = False


def unknown_values(run) -> list[Unknown]:
    """Values of mapped choices and links that nothing answers to; columns with too many are left to the check."""
    fields = spec_of(run.record).all_fields()
    found = []
    for place, key in sorted(run.mapping.get("columns", {}).items(), key=lambda pair: int(pair[0])):
        field = fields.get(key)
        column = run.profile["columns"][int(place)]
        if field is None or not field.has_values or not column["distinct"]:
            continue
        decided = run.mapping.get("values", {}).get(key, {})
        unknown = _unknown_choices(field, column) if isinstance(field, Choice) else _unknown_links(field, column, run)
        for value, suggestion, options in unknown:
            makes = field.is_link and field.make is not None and field.may_make(run.owner)
            found.append(Unknown(key, field.label, value, decided.get(value, ""), suggestion, options, makes))
    return found


def _unknown_choices(field, column):
    words = choice_words(field)
    options = [(str(label), str(label)) for __, label in field.choices]
    for value in column["distinct"]:
        if plain(value) not in words:
            near = [label for __, label in field.choices if squeezed(label) == squeezed(value)]
            yield value, str(near[0]) if near else "", options


def _unknown_links(field, column, run):
    names = {" ".join(value.split()): value for value in column["distinct"]}
    found = field.find(list(names), run.owner)
    own = {plain(name) for name in own_names(run)} if field.is_deferred else set()
    missing = [name for name in names if found.get(name) in (None, AMBIGUOUS) and plain(name) not in own]
    if not missing:
        return
    offered = field.among(run.owner).order_by(field.by[0].path).values_list(field.by[0].path, flat=True)
    options = [(name, name) for name in offered[:200]]
    for name in missing:
        yield names[name], field.similar(name, run.owner), options


def own_names(run) -> list[str]:
    """Names that this very file brings, as far as its profile kept them."""
    places = [place for place, key in run.mapping["columns"].items() if key == "name"]
    return [value for place in places for value in run.profile["columns"][int(place)]["distinct"]]


def remember(run):
    """Propose this mapping the next time a file with these headers comes."""
    ColumnMapping.objects.update_or_create(
        owner=run.owner,
        record=run.record,
        signature=signature(run.profile["columns"]),
        defaults={"mapping": run.mapping | {"key": run.key}, "used_at": timezone.now()},
    )
