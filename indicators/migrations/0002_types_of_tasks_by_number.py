"""Indicators of one type of task name it by its number: types are rows now, which administrators keep."""

import json

from django.db import migrations


def rewrite(apps, reading):
    for indicator in apps.get_model("indicators", "Indicator").objects.filter(kpi_key__startswith="wf."):
        member = reading.get(str(indicator.scope.get("type")))
        if member is None:
            continue
        scope = {**indicator.scope, "type": member}
        # Written as the model writes it; no history, for the part is the same.
        indicator.scope = scope
        indicator.scope_key = json.dumps(scope, sort_keys=True, separators=(",", ":"))
        indicator.save(update_fields=["scope", "scope_key"])


def forwards(apps, schema_editor):
    types = apps.get_model("workflow", "TaskType").objects.filter(key__isnull=False)
    rewrite(apps, {one.key: one.pk for one in types})


def backwards(apps, schema_editor):
    types = apps.get_model("workflow", "TaskType").objects.filter(key__isnull=False)
    rewrite(apps, {str(one.pk): one.key for one in types})


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_plans_and_measurements"),
        ("workflow", "0006_what_holds_of_tasks"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
