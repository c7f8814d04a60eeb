import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0005_kinds_become_types"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="task",
            name="kind",
        ),
        migrations.AlterField(
            model_name="task",
            name="type",
            field=models.ForeignKey(
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="workflow.tasktype",
                verbose_name="type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="history_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'task'),\n        n.id, \n    CASE WHEN k.key <> 'deleted_at' THEN 'changed' WHEN k.new = 'null'::jsonb THEN 'restored' ELSE 'trashed' END\n, k.key, k.old, k.new, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM \n    new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL (\n        SELECT key, a.value AS old, b.value AS new\n        FROM (\n    SELECT key, value FROM jsonb_each(to_jsonb(o) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(o) -> 'custom', '{}'))\n) a FULL JOIN (\n    SELECT key, value FROM jsonb_each(to_jsonb(n) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(n) -> 'custom', '{}'))\n) b USING (key)\n        WHERE a.value IS DISTINCT FROM b.value AND key <> ALL ('{id,version,created_at,updated_at,name_fold,city_fold,search,keys,domain,involved,first_due_at,first_action_at,worked_seconds,next_notice_at}'::text[])\n    ) k\n;\n    RETURN NULL;\n",
                    hash="60b98dbcc122bb63dbba5aa218ddb1ca219f3ae6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_history_changed_a9f20",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="settled",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'INSERT' THEN\n        NEW.involved := array_remove(ARRAY[NEW.created_by_id], NULL);\n        NEW.first_due_at := COALESCE(NEW.first_due_at, NEW.due_at);\n        NEW.type_id := COALESCE(NEW.type_id, (SELECT id FROM workflow_tasktype WHERE key = 'todo'));\n    ELSE\n        NEW.first_due_at := COALESCE(OLD.first_due_at, NEW.due_at);\n    END IF;\n    RETURN NEW;\n",
                    hash="d861e75d34c3e5bcbe319ff1ed2a4183f1244368",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_settled_9725b",
                    table="workflow_task",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="not_held_up",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id\n        JOIN workflow_dependency d ON d.task_id = n.id JOIN workflow_task p ON p.id = d.predecessor_id\n        WHERE n.done_at IS NOT NULL AND o.done_at IS NULL\n            AND p.done_at IS NULL AND p.cancelled_at IS NULL AND p.deleted_at IS NULL\n    ) THEN\n        RAISE EXCEPTION 'a task that waits for another cannot be completed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="5d197e24424dd946a9a142ab5268a1adf4a13371",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_not_held_up_d3ceb",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_task",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["record_type", "record_id", "due_at"],
                name="task_open_of_a_record",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["owner", "due_at"],
                name="task_open_of_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["team", "due_at"],
                name="task_open_of_a_team",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["team", "owner", "due_at"],
                name="task_open_of_a_member",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["due_at", "id"],
                name="task_open_by_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("deleted_at__isnull", True), ("done_at__isnull", True)
                ),
                fields=["involved"],
                name="task_open_involving",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=django.contrib.postgres.indexes.GinIndex(fields=["involved"], name="task_involving"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True),
                    ("deleted_at__isnull", True),
                    ("done_at__isnull", True),
                    ("next_notice_at__isnull", False),
                ),
                fields=["next_notice_at"],
                name="task_to_be_noticed",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"),
                name="task_ends_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__range", (1, 4))), name="task_priority_is_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="history_created",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'checklistitem'),\n        n.id, 'created', '', NULL, NULL, '{}', n.created_at, NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM new_rows n;\n    RETURN NULL;\n",
                    hash="2084f8c5955bd82e86edb43a83a28d1cea8e6c46",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_history_created_afc96",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="workflow_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="history_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'checklistitem'),\n        n.id, \n    CASE WHEN k.key <> 'deleted_at' THEN 'changed' WHEN k.new = 'null'::jsonb THEN 'restored' ELSE 'trashed' END\n, k.key, k.old, k.new, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM \n    new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL (\n        SELECT key, a.value AS old, b.value AS new\n        FROM (\n    SELECT key, value FROM jsonb_each(to_jsonb(o) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(o) -> 'custom', '{}'))\n) a FULL JOIN (\n    SELECT key, value FROM jsonb_each(to_jsonb(n) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(n) -> 'custom', '{}'))\n) b USING (key)\n        WHERE a.value IS DISTINCT FROM b.value AND key <> ALL ('{id,version,created_at,updated_at,name_fold,city_fold,search,keys,domain}'::text[])\n    ) k\n;\n    RETURN NULL;\n",
                    hash="51101dfa58ee3528642570d029ba14857aac7ef4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_history_changed_402eb",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="history_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'checklistitem'),\n        o.id, 'removed', '', NULL, NULL, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM old_rows o;\n    RETURN NULL;\n",
                    hash="db1f28f38810ad1d3bc36e4d2483600497596661",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_history_removed_267da",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="workflow_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="history_created",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'dependency'),\n        n.id, 'created', '', NULL, NULL, '{}', n.created_at, NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM new_rows n;\n    RETURN NULL;\n",
                    hash="f94d27cc7789c727edd9a4ebcc7a35366eacae5f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_history_created_8af6f",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="workflow_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="history_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'dependency'),\n        n.id, \n    CASE WHEN k.key <> 'deleted_at' THEN 'changed' WHEN k.new = 'null'::jsonb THEN 'restored' ELSE 'trashed' END\n, k.key, k.old, k.new, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM \n    new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL (\n        SELECT key, a.value AS old, b.value AS new\n        FROM (\n    SELECT key, value FROM jsonb_each(to_jsonb(o) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(o) -> 'custom', '{}'))\n) a FULL JOIN (\n    SELECT key, value FROM jsonb_each(to_jsonb(n) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(n) -> 'custom', '{}'))\n) b USING (key)\n        WHERE a.value IS DISTINCT FROM b.value AND key <> ALL ('{id,version,created_at,updated_at,name_fold,city_fold,search,keys,domain}'::text[])\n    ) k\n;\n    RETURN NULL;\n",
                    hash="aa718ce7ea3e0ae021ec1d1c0993ef0768162055",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_history_changed_be258",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="history_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'dependency'),\n        o.id, 'removed', '', NULL, NULL, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM old_rows o;\n    RETURN NULL;\n",
                    hash="01927906fb94c61402e1bd51a09b97d5a06a72df",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_history_removed_7de2b",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="workflow_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="no_circle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('workflow_dependency'));\n    IF EXISTS (\n        WITH RECURSIVE before(id) AS (\n            SELECT NEW.predecessor_id\n            UNION SELECT d.predecessor_id FROM workflow_dependency d JOIN before b ON d.task_id = b.id\n        ) SELECT FROM before WHERE id = NEW.task_id\n    ) THEN\n        RAISE EXCEPTION 'tasks cannot wait for each other' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="1629259ab81f24c72e3e7583cdcb38c5f8115a83",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_no_circle_68db3",
                    table="workflow_dependency",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="history_created",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'taskparticipant'),\n        n.id, 'created', '', NULL, NULL, '{}', n.created_at, NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM new_rows n;\n    RETURN NULL;\n",
                    hash="e34cd984ec71b4fe3f51856cfde87fa9332531dc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_history_created_82387",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="history_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'taskparticipant'),\n        n.id, \n    CASE WHEN k.key <> 'deleted_at' THEN 'changed' WHEN k.new = 'null'::jsonb THEN 'restored' ELSE 'trashed' END\n, k.key, k.old, k.new, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM \n    new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL (\n        SELECT key, a.value AS old, b.value AS new\n        FROM (\n    SELECT key, value FROM jsonb_each(to_jsonb(o) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(o) -> 'custom', '{}'))\n) a FULL JOIN (\n    SELECT key, value FROM jsonb_each(to_jsonb(n) - 'custom')\n    UNION ALL\n    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb(n) -> 'custom', '{}'))\n) b USING (key)\n        WHERE a.value IS DISTINCT FROM b.value AND key <> ALL ('{id,version,created_at,updated_at,name_fold,city_fold,search,keys,domain}'::text[])\n    ) k\n;\n    RETURN NULL;\n",
                    hash="f133d304b7b9b7c92f39df1cf6be23999414f42e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_history_changed_44789",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="history_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,\n        actor_id, cause, recorded_at, transaction)\n    SELECT (SELECT id FROM django_content_type WHERE app_label = 'workflow' AND model = 'taskparticipant'),\n        o.id, 'removed', '', NULL, NULL, '{}', COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now()), NULLIF(current_setting('norte.actor', true), '')::bigint,\n        COALESCE(current_setting('norte.cause', true), ''),\n        clock_timestamp(), pg_current_xact_id()::text::bigint\n    FROM old_rows o;\n    RETURN NULL;\n",
                    hash="23c497823990cc85321d2fb2ba34a134e3760694",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_history_removed_cbe77",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="involved_by_joining",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE workflow_task t SET involved = array_remove(ARRAY[t.created_by_id], NULL) || ARRAY(\n        SELECT p.person_id FROM workflow_taskparticipant p\n        WHERE p.task_id = t.id AND p.left_at IS NULL AND p.person_id IS DISTINCT FROM t.created_by_id\n        ORDER BY p.person_id\n    ) WHERE t.id IN (SELECT task_id FROM new_rows);\n    RETURN NULL;\n",
                    hash="f5a8aaa6cc81dccdd4a93c3e6f97a11428f03e3b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_involved_by_joining_0dfa7",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="involved_by_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE workflow_task t SET involved = array_remove(ARRAY[t.created_by_id], NULL) || ARRAY(\n        SELECT p.person_id FROM workflow_taskparticipant p\n        WHERE p.task_id = t.id AND p.left_at IS NULL AND p.person_id IS DISTINCT FROM t.created_by_id\n        ORDER BY p.person_id\n    ) WHERE t.id IN (SELECT task_id FROM new_rows UNION SELECT task_id FROM old_rows);\n    RETURN NULL;\n",
                    hash="c42d66bc67fe92015797fe739241c2fd73c48a36",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_involved_by_change_05910",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="involved_by_leaving",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE workflow_task t SET involved = array_remove(ARRAY[t.created_by_id], NULL) || ARRAY(\n        SELECT p.person_id FROM workflow_taskparticipant p\n        WHERE p.task_id = t.id AND p.left_at IS NULL AND p.person_id IS DISTINCT FROM t.created_by_id\n        ORDER BY p.person_id\n    ) WHERE t.id IN (SELECT task_id FROM old_rows);\n    RETURN NULL;\n",
                    hash="85c2dd1777600d60806a7adda7ffe622c78201fd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_involved_by_leaving_38ce7",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="workflow_taskparticipant",
                    when="AFTER",
                ),
            ),
        ),
    ]
