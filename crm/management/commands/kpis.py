import json

from django.core.management.base import BaseCommand
from django.utils import translation

from crm.management.languages import chosen
from crm.measures import all_kpis
from crm.measures.words import placing, rule, source


def told(kpi) -> dict:
    """All that is to be known of a KPI, as JSON holds it."""
    window = getattr(kpi, "window", None)
    return {
        "key": kpi.key,
        "version": kpi.version,
        "label": str(kpi.label),
        "type": next(base.__name__ for base in type(kpi).__mro__ if base.__module__.startswith("crm.measures")),
        "unit": kpi.unit,
        "direction": kpi.better,
        "grain": kpi.grain,
        "rule": rule(kpi),
        "placed": placing(kpi),
        "source": source(kpi),
        "dimensions": [{"key": key, "label": str(one.label)} for key, one in kpi.dimensions.items()],
        "window_days": window.days if window else None,
        "guard": kpi.guard,
        "pitfalls": str(kpi.pitfalls),
    }


class Command(BaseCommand):
    help = "List every metric with its rule, unit, direction and dimensions."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--language", help="en or pt-br (default: that of the organization)")

    def handle(self, *, language, **options):
        with translation.override(chosen(language)):
            found = [told(kpi) for kpi in all_kpis()]
            if options["json"]:
                self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
                return
            for one in found:
                self.stdout.write(f"{one['key']:<24} {one['label']} ({one['unit']}, {one['direction']})")
                self.stdout.write(f"{'':<24} {one['rule']}")
