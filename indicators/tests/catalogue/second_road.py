"""Every KPI once more, in SQL that shares nothing with its class: what the figures are checked against.

Each statement gives one row, (value,), with %(begin)s and %(end)s as the moments between which a period lies;
%(instant)s is its end, or now while it runs.
"""

# The last move of each opportunity that is not in the trash, if it ended there.
ENDED = """
    ended AS (
        SELECT DISTINCT ON (o.id)
            o.id, o.company_id, o.opened_at, s.kind, m.moved_at, m.amount, m.currency, m.owner_id
        FROM sales_opportunity o JOIN sales_stagemove m ON m.opportunity_id = o.id
        JOIN sales_stage s ON s.id = m.to_stage_id
        WHERE o.deleted_at IS NULL ORDER BY o.id, m.moved_at DESC, m.id DESC
    )"""
# The last move of each before the end of the period, with what the history says the record held then.
STOOD = """
    stood AS (
        SELECT DISTINCT ON (o.id) o.id, o.company_id, o.opened_at, s.kind, m.moved_at,
            CASE WHEN h.id IS NULL THEN o.amount ELSE (h.old #>> '{}')::numeric END AS amount, o.currency
        FROM sales_opportunity o JOIN sales_stagemove m ON m.opportunity_id = o.id
        JOIN sales_stage s ON s.id = m.to_stage_id
        LEFT JOIN LATERAL (
            SELECT id, old FROM crm_historyentry
            WHERE record_id = o.id AND field = 'amount' AND occurred_at >= %(instant)s
            AND record_type_id = (SELECT id FROM django_content_type WHERE model = 'opportunity')
            ORDER BY occurred_at, id LIMIT 1
        ) h ON true
        WHERE o.deleted_at IS NULL AND m.moved_at < %(instant)s ORDER BY o.id, m.moved_at DESC, m.id DESC
    )"""
IN_TIME = "moved_at >= %(begin)s AND moved_at < %(end)s"

SQL = {
    "adm.activities": """
        SELECT count(*) FROM crm_activity
        WHERE deleted_at IS NULL AND occurred_at >= %(begin)s AND occurred_at < %(end)s""",
    "adm.companies_identified": """
        SELECT 100.0 * count(*) FILTER (WHERE cnpj > '') / nullif(count(*), 0) FROM crm_company
        WHERE deleted_at IS NULL AND created_at >= %(begin)s AND created_at < %(end)s""",
    "adm.contacts_reachable": """
        SELECT 100.0 * count(*) FILTER (WHERE cardinality(emails) + cardinality(phones) > 0) / nullif(count(*), 0)
        FROM crm_contact WHERE deleted_at IS NULL AND created_at >= %(begin)s AND created_at < %(end)s""",
    "mkt.aov": f"""
        WITH {ENDED} SELECT avg(amount) FROM ended WHERE kind = 'won' AND currency = 'BRL' AND {IN_TIME}""",
    "mkt.new_customers": f"""
        WITH {ENDED}, firsts AS (
            SELECT company_id, min(moved_at) AS moved_at FROM ended
            WHERE kind = 'won' AND company_id IS NOT NULL GROUP BY 1
        ) SELECT count(*) FROM firsts WHERE {IN_TIME}""",
    "mkt.repeat_rate": f"""
        WITH {ENDED}, bought AS (
            SELECT company_id, count(*) AS times FROM ended
            WHERE kind = 'won' AND company_id IS NOT NULL
                AND moved_at >= %(instant)s::timestamptz - interval '8760 hours' AND moved_at < %(instant)s
            GROUP BY 1
        ) SELECT 100.0 * count(*) FILTER (WHERE times > 1) / nullif(count(*), 0) FROM bought""",
    "sal.cycle": f"""
        WITH {ENDED}
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM moved_at - opened_at) / 86400)
        FROM ended WHERE kind = 'won' AND {IN_TIME}""",
    "sal.cycle_mean": f"""
        WITH {ENDED} SELECT avg(extract(epoch FROM moved_at - opened_at) / 86400)
        FROM ended WHERE kind = 'won' AND {IN_TIME}""",
    "sal.open": f"WITH {STOOD} SELECT count(*) FROM stood WHERE kind = 'open'",
    "sal.opps_created": """
        SELECT count(*) FROM sales_opportunity
        WHERE deleted_at IS NULL AND opened_at >= %(begin)s AND opened_at < %(end)s""",
    "sal.pipeline": f"WITH {STOOD} SELECT sum(amount) FROM stood WHERE kind = 'open' AND currency = 'BRL'",
    "sal.revenue_per_rep": f"""
        WITH {ENDED} SELECT sum(amount) / nullif(count(DISTINCT owner_id), 0)
        FROM ended WHERE kind = 'won' AND currency = 'BRL' AND {IN_TIME}""",
    "sal.revenue_won": f"""
        WITH {ENDED} SELECT sum(amount) FROM ended WHERE kind = 'won' AND currency = 'BRL' AND {IN_TIME}""",
    "sal.stage_age": f"""
        WITH {STOOD} SELECT percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM %(instant)s::timestamptz - moved_at) / 86400
        ) FROM stood WHERE kind = 'open'""",
    "sal.win_rate_cohort": """
        SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
            SELECT FROM sales_stagemove m JOIN sales_stage s ON s.id = m.to_stage_id
            WHERE m.opportunity_id = o.id AND s.kind = 'won' AND m.moved_at <= o.opened_at + interval '2160 hours'
        )) / nullif(count(*), 0)
        FROM sales_opportunity o WHERE deleted_at IS NULL AND opened_at >= %(begin)s AND opened_at < %(end)s""",
    "sal.win_rate_decided": f"""
        WITH {ENDED} SELECT 100.0 * count(*) FILTER (WHERE kind = 'won') / nullif(count(*), 0)
        FROM ended WHERE kind <> 'open' AND {IN_TIME}""",
    "wf.on_time": """
        WITH due AS (
            SELECT t.done_at, coalesce((
                SELECT (h.old #>> '{}')::timestamptz FROM crm_historyentry h
                WHERE h.record_id = t.id AND h.field = 'due_at' AND jsonb_typeof(h.old) <> 'null'
                    AND h.record_type_id = (SELECT id FROM django_content_type WHERE model = 'task')
                ORDER BY h.occurred_at, h.id LIMIT 1
            ), t.due_at) AS first_due
            FROM workflow_task t WHERE t.deleted_at IS NULL
        ) SELECT 100.0 * count(*) FILTER (WHERE done_at <= first_due) / nullif(count(*), 0)
        FROM due WHERE first_due >= %(begin)s AND first_due < %(end)s""",
    "wf.open": """
        SELECT count(*) FROM workflow_task
        WHERE deleted_at IS NULL AND created_at < %(instant)s AND (done_at IS NULL OR done_at >= %(instant)s)""",
    "wf.solution_time": """
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - created_at) / 3600)
        FROM workflow_task WHERE deleted_at IS NULL AND done_at >= %(begin)s AND done_at < %(end)s""",
    "wf.tasks_by_type": """
        SELECT count(*) FROM workflow_task
        WHERE deleted_at IS NULL AND created_at >= %(begin)s AND created_at < %(end)s""",
}
