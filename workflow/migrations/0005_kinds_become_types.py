"""Every task's kind becomes its type; its first deadline is read from its history."""

from urllib.parse import parse_qsl, urlencode

from django.db import migrations
from django.utils import translation

BUILT_IN = [
    ("todo", "To do", "checkbox", "note"),
    ("call", "Call", "phone", "call"),
    ("email", "E-mail", "mail", "email"),
    ("meeting", "Meeting", "calendar-event", "meeting"),
    ("visit", "Visit", "building", "meeting"),
    ("proposal", "Proposal", "file-text", "note"),
]
FORWARDS = """
    UPDATE workflow_task t SET
        type_id = (SELECT id FROM workflow_tasktype k WHERE k.key = t.kind),
        involved = array_remove(ARRAY[t.created_by_id], NULL),
        first_due_at = COALESCE((
            SELECT (h.old #>> '{}')::timestamptz FROM crm_historyentry h
            WHERE h.record_type_id = %(task)s AND h.record_id = t.id AND h.field = 'due_at'
                AND jsonb_typeof(h.old) <> 'null'
            ORDER BY h.occurred_at, h.id LIMIT 1
        ), t.due_at)
"""
# What was called off comes to an end as done: the older form knows no other.
BACKWARDS = """
    UPDATE workflow_task t SET
        kind = CASE WHEN k.key IN ('todo', 'call', 'email', 'meeting', 'visit', 'proposal') THEN k.key
            WHEN k.leaves IN ('call', 'email', 'meeting') THEN k.leaves ELSE 'todo' END,
        done_at = COALESCE(t.done_at, t.cancelled_at), done_by_id = COALESCE(t.done_by_id, t.cancelled_by_id)
    FROM workflow_tasktype k WHERE k.id = t.type_id
"""


def forwards(apps, schema_editor):
    task, kind = apps.get_model("workflow", "Task"), apps.get_model("workflow", "TaskType")
    if not task.objects.exists():
        return
    organization = apps.get_model("crm", "Organization").objects.first()
    with translation.override(organization.site_language if organization else "en"):
        for place, (key, name, icon, leaves) in enumerate(BUILT_IN, 1):
            kind.objects.create(
                key=key, name=translation.gettext(name), icon=icon, leaves=leaves, position=place * 10
            )
    run(apps, schema_editor, FORWARDS)
    numbers = {one.key: str(one.pk) for one in kind.objects.all()}
    rewrite_views(apps, {"kind": "type"}, numbers)


def backwards(apps, schema_editor):
    run(apps, schema_editor, BACKWARDS)
    keys = {str(one.pk): one.key or "todo" for one in apps.get_model("workflow", "TaskType").objects.all()}
    rewrite_views(apps, {"type": "kind"}, keys)


def run(apps, schema_editor, statement):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'task'")
        found = cursor.fetchone()
        cursor.execute(statement, {"task": found[0] if found else 0})


def rewrite_views(apps, names, values):
    """Saved views of tasks narrow and show by the field's new name."""
    rows = apps.get_model("crm", "SavedView").objects.filter(
        record_type__app_label="workflow", record_type__model="task"
    )
    for view in rows:
        query = []
        for name, value in parse_qsl(view.query):
            if name in names:
                name, value = names[name], values.get(value, value)
            elif name == "columns":
                value = ",".join(names.get(key, key) for key in value.split(","))
            query.append((name, value))
        written = urlencode(query, safe=",")
        if written != view.query:
            view.query = written
            view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [("workflow", "0004_work_in_parts")]

    operations = [migrations.RunPython(forwards, backwards)]
