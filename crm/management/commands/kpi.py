import datetime
import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from crm.measures import Asking, Figure, Period, kpi_of
from crm.measures.period import DAY, midnight
from crm.models import User

ROLES = ("numerator", "denominator")


def day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no date: write 2026-11-30.") from None


def text(value):
    """Decimals exactly and without idle noughts: a program shall not meet 50.0 and 100."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return None if value is None else str(value)


def answered(figure: Figure) -> dict:
    return {
        "figure": text(figure.value),
        "numerator": text(figure.numerator),
        "denominator": text(figure.denominator),
        "n": figure.n,
        "left_out": figure.left_out,
        "maturity": figure.maturity,
        "standing": figure.standing,
    }


class Command(BaseCommand):
    help = "One metric over the days from --from to --to, both included."

    def add_arguments(self, parser):
        parser.add_argument("key", help="as `kpis` lists them: sal.win_rate_decided")
        parser.add_argument("--from", dest="start", required=True, metavar="DATE", help="the first day")
        parser.add_argument("--to", dest="end", required=True, metavar="DATE", help="the last day")
        parser.add_argument("--by", metavar="DIMENSION", help="a figure for each of its members")
        parser.add_argument("--as-of", metavar="DATE", help="as it was known at the end of that day")
        parser.add_argument("--scope", action="append", default=[], metavar="DIMENSION=ID", help="one member alone")
        parser.add_argument("--as", dest="person", metavar="EMAIL", help="as far as this person may see")
        parser.add_argument("--rows", action="store_true", help="the records behind it")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, key, start, end, by, as_of, person, rows, **options):
        try:
            kpi = kpi_of(key)
            period = Period(day(start), day(end) + DAY)
            asking = self.asking(kpi, as_of, person, options["scope"])
            answer = self.answer(kpi, asking, period, by, rows)
        except KeyError as missing:
            raise CommandError(f"There is no {missing}. See: kpis") from None
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
        else:
            self.print(kpi, answer)

    def asking(self, kpi, as_of, person, scope) -> Asking:
        user = None
        if person:
            user = User.objects.active().filter(email__iexact=person).first()
            if user is None:
                raise CommandError(f"There is nobody with the e-mail {person}.")
        members = {}
        for one in scope:
            name, __, member = one.partition("=")
            members[name] = kpi.dimensions[name].read(member)
        asking = Asking(user, members)
        return Asking(user, members, midnight(day(as_of) + DAY, asking.zone)) if as_of else asking

    def answer(self, kpi, asking, period, by, rows) -> dict:
        figure = kpi.figure(asking, period)
        told = {
            "key": kpi.key,
            "version": kpi.version,
            "unit": kpi.unit,
            "from": period.start.isoformat(),
            "to": period.last.isoformat(),
            "as_of": text(asking.as_of),
            **answered(figure),
        }
        if by:
            told["by"] = by
            told["members"] = self.members(kpi, asking, period, by)
        if rows:
            told["rows"] = {role: [row(kpi, one) for one in kpi.rows(asking, period, role)] for role in ROLES}
        return told

    def members(self, kpi, asking, period, by) -> list[dict]:
        found = kpi.breakdown(asking, period, by)
        names = kpi.dimensions[by].names(found)
        listed = [
            {"member": member, "label": names.get(member, ""), **answered(one)} for member, one in found.items()
        ]
        return sorted(listed, key=lambda one: (one["label"] == "", one["label"]))

    def print(self, kpi, answer):
        self.stdout.write(f"{kpi.label}: {answer['figure']} {kpi.unit} (n={answer['n']}, {answer['maturity']})")
        for one in answer.get("members", ()):
            self.stdout.write(f"  {one['label'] or '–':<40} {one['figure']} (n={one['n']})")
        for role, listed in answer.get("rows", {}).items():
            for one in listed:
                self.stdout.write(f"  {role}: {one['record']} {one['id']} {one['label']}")


def row(kpi, fact) -> dict:
    """A fact as the record that shows it."""
    record: Model = getattr(fact, kpi.record_path) if kpi.record_path else fact
    return {"fact": fact.pk, "record": record._meta.label_lower, "id": record.pk, "label": str(record)}
