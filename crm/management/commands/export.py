from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from crm.actions import exportfile as exports
from crm.management.people import person
from crm.models import Organization, SavedView
from crm.transfer.exporting import Export
from crm.transfer.exportjob import patient, write


class Command(BaseCommand):
    help = "Export a list to CSV or XLSX, with the permissions of a person. See docs/import-export.md."

    def add_arguments(self, parser):
        parser.add_argument("record", help="what to export, such as contact or sales.opportunity")
        parser.add_argument("--to", metavar="FILE", required=True, help="a file ending in .csv or .xlsx")
        parser.add_argument("--view", metavar="NAME", help="a saved view: its filter, order and columns")
        parser.add_argument("--query", default="", help="a filter as in the address of the list, such as state=RS")
        parser.add_argument("--all", action="store_true", help="every field the import knows, not the list's columns")
        parser.add_argument("--delimiter", default=";", help="between cells of a CSV file")
        parser.add_argument("--by", metavar="EMAIL", help="who exports (default: the only administrator)")

    def handle(self, *, record, to, view, query, by, delimiter, **options):
        user, model = person(by), self.model(record)
        target = Path(to)
        kind = target.suffix.lower().removeprefix(".")
        if kind not in ("csv", "xlsx"):
            raise CommandError("Name a file that ends in .csv or .xlsx.")
        if not user.access.may("export", model):
            raise CommandError("This person may not export these records.")
        if view:
            query = self.saved(view, model, user).query
        scope = "all" if options["all"] else "list"
        with translation.override(user.language or Organization.current().language), patient():
            export = Export(user, model._meta.label_lower, query, scope=scope, delimiter=delimiter)
            with target.open("wb") as file:
                rows = write(export, kind, file)
            exports.order(
                model, by=user, kind=kind, name=target.name, query=query, options={"scope": scope}, rows=rows
            )
        self.stdout.write(f"{rows} rows in {target}")

    def model(self, record):
        wanted = record.lower()
        found = [
            model
            for model in apps.get_models()
            if wanted in (model._meta.label_lower, model._meta.model_name) and hasattr(model, "get_absolute_url")
        ]
        if len(found) != 1:
            raise CommandError(f"There is no list of {record}.")
        return found[0]

    def saved(self, name, model, user) -> SavedView:
        view = SavedView.objects.visible_to(user).of(model).filter(name__iexact=name).first()
        if view is None:
            raise CommandError(f"You see no view named {name} on this list.")
        return view
