"""Triggers that write the field history, so that no path, bulk or raw, can go around it.

They run once per statement over the changed rows together: an import of a thousand rows writes its
history in one INSERT. Who acts and why is set for the transaction by crm.actions.history.acting().
"""

import pgtrigger

# Derived or bookkeeping columns: their change tells a reader nothing.
SILENT = ("id", "version", "created_at", "updated_at", "name_fold", "city_fold", "search", "keys", "domain")

ENTRY = """
    INSERT INTO crm_historyentry (record_type_id, record_id, verb, field, old, new, details, occurred_at,
        actor_id, cause, recorded_at, transaction)
    SELECT (SELECT id FROM django_content_type WHERE app_label = '{app_label}' AND model = '{model_name}'),
        {row}.id, {verb}, {change}, '{{}}', {moment}, {actor},
        COALESCE(current_setting('norte.cause', true), ''),
        clock_timestamp(), pg_current_xact_id()::text::bigint
    FROM {rows};
    RETURN NULL;
"""

# A row as (key, value), each custom field under a name of its own.
FIELDS = """
    SELECT key, value FROM jsonb_each(to_jsonb({row}) - 'custom')
    UNION ALL
    SELECT 'custom.' || key, value FROM jsonb_each(COALESCE(to_jsonb({row}) -> 'custom', '{{}}'))
"""

CHANGES = """
    new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL (
        SELECT key, a.value AS old, b.value AS new
        FROM ({old}) a FULL JOIN ({new}) b USING (key)
        WHERE a.value IS DISTINCT FROM b.value AND key <> ALL ('{{{silent}}}'::text[])
    ) k
"""

CHANGED_VERB = """
    CASE WHEN k.key <> 'deleted_at' THEN 'changed' WHEN k.new = 'null'::jsonb THEN 'restored' ELSE 'trashed' END
"""


# A change of the past may be told later: an import, a demonstration. Otherwise it happens now.
HAPPENED = "COALESCE(NULLIF(current_setting('norte.moment', true), '')::timestamptz, now())"


ACTOR = "NULLIF(current_setting('norte.actor', true), '')::bigint"


class HistoryTrigger(pgtrigger.Trigger):
    """After each statement, one history row per `rows`."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, row, rows, verb, change="'', NULL, NULL", moment=HAPPENED, **options):
        super().__init__(**options)
        self.parts = {"row": row, "rows": rows, "verb": verb, "change": change, "moment": moment}

    def get_func(self, model):
        meta = model._meta
        knows_creator = self.name == "history_created" and any(one.name == "created_by" for one in meta.fields)
        actor = f"COALESCE({ACTOR}, n.created_by_id)" if knows_creator else ACTOR
        return ENTRY.format(app_label=meta.app_label, model_name=meta.model_name, actor=actor, **self.parts)


def tracked(*, silent=(), moment="n.created_at"):
    """Triggers for a model's Meta: one entry per created row, changed field, and removed row."""
    changes = CHANGES.format(
        old=FIELDS.format(row="o"), new=FIELDS.format(row="n"), silent=",".join((*SILENT, *silent))
    )
    return [
        HistoryTrigger(
            name="history_created",
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            row="n",
            rows="new_rows n",
            verb="'created'",
            moment=moment,
        ),
        HistoryTrigger(
            name="history_changed",
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            row="n",
            rows=changes,
            verb=CHANGED_VERB,
            change="k.key, k.old, k.new",
        ),
        HistoryTrigger(
            name="history_removed",
            operation=pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="old_rows"),
            row="o",
            rows="old_rows o",
            verb="'removed'",
        ),
    ]


def append_only(what: str):
    """A trigger that refuses to rewrite rows; erasing a person sets norte.erasing for its transaction."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF current_setting('norte.erasing', true) = 'on' THEN
                RETURN COALESCE(NEW, OLD);
            END IF;
            RAISE EXCEPTION '{what} is append-only';
        """,
    )
