import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("crm", "0006_reach_beside_words_and_tags"),
        ("workflow", "0003_automations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, verbose_name="step")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="done")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "checklist item",
                "verbose_name_plural": "checklist items",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "dependency",
                "verbose_name_plural": "dependencies",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskParticipant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
                ("left_at", models.DateTimeField(editable=False, null=True, verbose_name="left")),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in forms")),
                ("key", models.SlugField(editable=False, max_length=20, null=True, unique=True, verbose_name="key")),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("checkbox", "Tick"),
                            ("phone", "Telephone"),
                            ("mail", "Letter"),
                            ("calendar-event", "Calendar"),
                            ("building", "Building"),
                            ("file-text", "Document"),
                            ("alert-triangle", "Warning"),
                            ("users", "People"),
                            ("package", "Parcel"),
                            ("target-arrow", "Target"),
                        ],
                        default="checkbox",
                        max_length=40,
                        verbose_name="icon",
                    ),
                ),
                (
                    "leaves",
                    models.CharField(
                        choices=[("note", "Note"), ("call", "Call"), ("email", "E-mail"), ("meeting", "Meeting")],
                        default="note",
                        help_text="What is noted as it is done becomes an activity of this kind. A call is always logged.",
                        max_length=10,
                        verbose_name="leaves on its record",
                    ),
                ),
                (
                    "ideal_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In minutes of business time, from its creation until it is done.",
                        null=True,
                        verbose_name="ideal time (minutes)",
                    ),
                ),
            ],
            options={
                "verbose_name": "type of task",
                "verbose_name_plural": "types of task",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="history_changed",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_of_a_record",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_of_a_person",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_by_deadline",
        ),
        migrations.AddField(
            model_name="task",
            name="cancel_reason",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it was cancelled"),
        ),
        migrations.AddField(
            model_name="task",
            name="cancelled_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="cancelled"),
        ),
        migrations.AddField(
            model_name="task",
            name="cancelled_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cancelled by",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="estimate_minutes",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="estimated effort (minutes)"),
        ),
        migrations.AddField(
            model_name="task",
            name="first_action_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first action"),
        ),
        migrations.AddField(
            model_name="task",
            name="first_due_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first deadline"),
        ),
        migrations.AddField(
            model_name="task",
            name="involved",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None, verbose_name="involved"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="next_notice_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="next notice"),
        ),
        migrations.AddField(
            model_name="task",
            name="outcome",
            field=models.TextField(blank=True, verbose_name="outcome"),
        ),
        migrations.AddField(
            model_name="task",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Low"), (2, "Normal"), (3, "High"), (4, "Urgent")], default=2, verbose_name="priority"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="spent_minutes",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="effort spent (minutes)"),
        ),
        migrations.AddField(
            model_name="task",
            name="start_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="start"),
        ),
        migrations.AddField(
            model_name="task",
            name="worked_seconds",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="business time until done"),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="done_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="done by",
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checklist",
                to="workflow.task",
                verbose_name="task",
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="predecessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="holds_up",
                to="workflow.task",
                verbose_name="what has to be done before",
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="waits_for",
                to="workflow.task",
                verbose_name="task",
            ),
        ),
        migrations.AddField(
            model_name="taskparticipant",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="taskparticipant",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="participations",
                to="workflow.task",
                verbose_name="task",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="workflow.tasktype",
                verbose_name="type",
            ),
        ),
        migrations.AddConstraint(
            model_name="dependency",
            constraint=models.UniqueConstraint(fields=("task", "predecessor"), name="waits_for_once"),
        ),
        migrations.AddConstraint(
            model_name="dependency",
            constraint=models.CheckConstraint(
                condition=models.Q(("task", models.F("predecessor")), _negated=True), name="waits_for_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskparticipant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)), fields=("task", "person"), name="takes_part_once"
            ),
        ),
    ]
