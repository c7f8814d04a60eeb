import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from crm.actions import importrun as imports
from crm.management.people import person
from crm.models import ImportRow, ImportRun, Organization
from crm.transfer import mapping as mappings
from crm.transfer.formats import detect
from crm.transfer.refused import refused_lines
from crm.transfer.running import step_now
from crm.transfer.spec import all_specs, spec_of


class Command(BaseCommand):
    help = "Import records from a CSV, XLSX or vCard file, as the pages do. See docs/import-export.md."

    def add_arguments(self, parser):
        parser.add_argument("record", nargs="?", help="what the rows are, such as contact or sales.opportunity")
        parser.add_argument("file", nargs="?", help="the file to import")
        parser.add_argument("--mapping", metavar="FILE", help="JSON with columns, values, make, decimal, dates")
        parser.add_argument("--key", metavar="FIELD", help="the field by which existing records are recognised")
        parser.add_argument("--mode", choices=["upsert", "create", "update"], default="upsert")
        parser.add_argument("--clear", action="store_true", help="empty cells empty the field")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--refused", metavar="FILE", help="write the refused rows to this CSV file")
        parser.add_argument("--undo", metavar="NUMBER", type=int, help="undo the import of this number")
        parser.add_argument("--by", metavar="EMAIL", help="who imports (default: the only administrator)")

    def handle(self, *, record, file, by, undo, **options):
        user = person(by)
        with translation.override(user.language or Organization.current().language):
            try:
                run = self.undone(undo, user) if undo else self.imported(record, file, user, options)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
        self.tell(run, options["json"])
        if options.get("refused") and not undo:
            with open(options["refused"], "w", encoding="utf-8", newline="") as target:
                target.writelines(refused_lines(run))

    def undone(self, number, user) -> ImportRun:
        run = ImportRun.objects.visible_to(user).filter(pk=number).first()
        if run is None:
            raise CommandError("You have no import of that number.")
        return self.took(run, "undo", user)

    def imported(self, record, file, user, options) -> ImportRun:
        spec = spec_of(record or "")
        if spec is None:
            raise CommandError("Name what the rows are: " + ", ".join(one.label for one in all_specs()))
        if not spec.may(user):
            raise CommandError("This person may not import these records.")
        run = self.brought(spec, file, user, options)
        questions = mappings.open_questions(run)
        if questions:
            raise CommandError(
                "The file does not show how it writes "
                + " and ".join({"decimal": "decimals (1.234)", "dates": "dates (03/04)"}[name] for name in questions)
                + ': say {"decimal": "," or ".", "dates": "dmy" or "mdy"} in --mapping.'
            )
        if not run.key:
            raise CommandError("No column holds a key. Keys: " + ", ".join(key.field for key in spec.keys))
        return self.took(run, "check" if options["dry_run"] else "run", user)

    def brought(self, spec, file, user, options) -> ImportRun:
        path = Path(file or "")
        if not path.is_file():
            raise CommandError(f"There is no file {file}.")
        format, digest = detect(path)
        with path.open("rb") as source:
            run = imports.bring(
                File(source), by=user, record=spec.label, name=path.name, format=format, digest=digest
            )
        self.took(run, "read", user)
        wanted = json.loads(Path(options["mapping"]).read_text("utf-8")) if options["mapping"] else {}
        mapping = run.mapping | {
            name: wanted[name] for name in ("values", "make", "decimal", "dates") if name in wanted
        }
        if "columns" in wanted:
            mapping["columns"] = self.columns(wanted["columns"], run, spec)
        keys = mappings.proposed_keys(spec, mapping)
        key = options["key"] or wanted.get("key") or (run.key if run.key in keys else next(iter(keys), ""))
        if key and key not in keys:
            raise CommandError(f"No column fills the key {key}. Possible: {', '.join(keys) or 'none'}")
        values = {"mapping": mapping, "key": key, "mode": options["mode"], "clears": options["clear"]}
        return imports.decide(run, by=user, **values)

    def columns(self, wanted, run, spec) -> dict:
        """{"header or number": "field"} as {"number": "field"}; unknown names are faults, not silence."""
        headers = {column["header"]: str(place) for place, column in enumerate(run.profile["columns"])}
        fields = spec.all_fields()
        for header, key in wanted.items():
            if header not in headers and not (header.isdigit() and int(header) < len(headers)):
                raise CommandError(f"The file has no column {header}.")
            if key and key not in fields:
                raise CommandError(f"There is no field {key}. Fields: {', '.join(fields)}")
        return {headers.get(header, header): key for header, key in wanted.items() if key}

    def took(self, run, step, user) -> ImportRun:
        run = step_now(run, step, by=user)
        if run.error:
            raise CommandError(run.error)
        return run

    def tell(self, run, as_json):
        counts = run.counts
        columns = [column["header"] for column in run.profile.get("columns", [])]
        left_out = [header for place, header in enumerate(columns) if str(place) not in run.mapping["columns"]]
        if as_json:
            answer = {
                "import": run.pk,
                "record": run.record,
                "state": run.state,
                "rows": run.rows,
                "key": run.key,
                "columns": {columns[int(place)]: key for place, key in run.mapping["columns"].items()},
                "left_out": left_out,
                **{name: value for name, value in counts.items() if name != "shown"},
            }
            json.dump(answer, self.stdout, ensure_ascii=False, indent=1)
            self.stdout.write("")
            return
        if "undo" in counts and run.state == "undone":
            self.stdout.write(", ".join(f"{name} {count}" for name, count in counts["undo"].items()))
            for row in ImportRow.objects.filter(run=run).exclude(kept="")[:50]:
                self.stdout.write(f"  kept {row.record} {row.record_id}: {row.kept}")
            return
        self.stdout.write(f"import {run.pk}: {run.rows} rows, recognised by {run.key}")
        if left_out:
            self.stdout.write(f"  columns left out: {', '.join(left_out)}")
        for name in ("created", "updated", "unchanged", "refused"):
            self.stdout.write(f"{counts[name]:>10} {name}")
        if counts.get("alike"):
            self.stdout.write(f"{counts['alike']:>10} rows look like a record that exists")
            for row in counts["alikes"]:
                reasons = ", ".join(row["reasons"])
                self.stdout.write(f"  row {row['number']} {row['name']}: {run.record} {row['record']} ({reasons})")
        for title in ("made", "warnings", "reasons"):
            for text, count in sorted(counts[title].items(), key=lambda pair: -pair[1]):
                self.stdout.write(f"{count:>10} × {text} ({title})")
