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


def due_at(instant: str) -> str:
    """What the expected date of opportunity `o` said then."""
    return f"""coalesce((
        SELECT h.old #>> '{{}}' FROM crm_historyentry h WHERE h.record_id = o.id AND h.field = 'closes_on'
            AND h.occurred_at >= %({instant})s
            AND h.record_type_id = (SELECT id FROM django_content_type WHERE model = 'opportunity')
        ORDER BY h.occurred_at, h.id LIMIT 1
    )::date, o.closes_on)"""


# What tasks of the period took by the calendar of every installation, its windows and holidays written out again.
WORKED = """
    worked AS (
        SELECT y.ideal_minutes, trunc(coalesce((
            SELECT sum(greatest(0, extract(epoch FROM
                least(t.done_at, (d + w.until) AT TIME ZONE 'America/Sao_Paulo')
                - greatest(t.created_at, (d + w.since) AT TIME ZONE 'America/Sao_Paulo'))))
            FROM generate_series(
                (t.created_at AT TIME ZONE 'America/Sao_Paulo')::date::timestamp,
                (t.done_at AT TIME ZONE 'America/Sao_Paulo')::date::timestamp, '1 day') d,
                (VALUES (interval '8:00', interval '12:00'), ('13:30', '18:00')) w(since, until)
            WHERE extract(isodow FROM d) < 6 AND to_char(d, 'MM-DD') NOT IN (
                    '01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25')
                AND NOT (to_char(d, 'MM-DD') = '11-20' AND extract(year FROM d) >= 2024)
                AND d NOT IN ('2018-03-30', '2019-04-19', '2024-03-29', '2025-04-18', '2026-04-03', '2027-03-26')
        ), 0)) AS seconds
        FROM workflow_task t JOIN workflow_tasktype y ON y.id = t.type_id
        WHERE t.deleted_at IS NULL AND t.done_at >= %(begin)s AND t.done_at < %(end)s
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
    "wf.first_action": """
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_action_at - created_at) / 3600)
        FROM workflow_task
        WHERE deleted_at IS NULL AND first_action_at >= %(begin)s AND first_action_at < %(end)s""",
    "wf.load": """
        WITH holders AS (
            SELECT coalesce((
                SELECT nullif(h.old #>> '{}', '')::bigint FROM crm_historyentry h
                WHERE h.record_id = t.id AND h.field = 'owner_id' AND h.occurred_at >= %(instant)s
                    AND h.record_type_id = (SELECT id FROM django_content_type WHERE model = 'task')
                ORDER BY h.occurred_at, h.id LIMIT 1
            ), t.owner_id) AS person, count(*) AS tasks
            FROM workflow_task t WHERE t.deleted_at IS NULL AND t.created_at < %(instant)s
                AND (t.done_at IS NULL OR t.done_at >= %(instant)s) GROUP BY 1
        ) SELECT max(tasks) / percentile_cont(0.5) WITHIN GROUP (ORDER BY tasks) FROM holders""",
    "wf.reopened": """
        SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
            SELECT FROM crm_historyentry h WHERE h.record_id = t.id AND h.verb = 'reopened'
                AND h.record_type_id = (SELECT id FROM django_content_type WHERE model = 'task')
        )) / nullif(count(*), 0) FROM workflow_task t
        WHERE deleted_at IS NULL AND done_at >= %(begin)s AND done_at < %(end)s""",
    "wf.solution_time": f"""
        WITH {WORKED} SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds / 3600.0) FROM worked""",
    "wf.solution_time_p90": f"""
        WITH {WORKED} SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds / 3600.0) FROM worked""",
    "wf.within_ideal": f"""
        WITH {WORKED} SELECT 100.0 * count(*) FILTER (WHERE seconds <= ideal_minutes * 60) / nullif(count(*), 0)
        FROM worked WHERE ideal_minutes IS NOT NULL""",
    "wf.throughput": """
        SELECT count(*) FROM workflow_task
        WHERE deleted_at IS NULL AND done_at >= %(begin)s AND done_at < %(end)s""",
    "wf.tasks_by_type": """
        SELECT count(*) FROM workflow_task
        WHERE deleted_at IS NULL AND created_at >= %(begin)s AND created_at < %(end)s""",
    "adm.adoption": """
        SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
            SELECT FROM crm_historyentry h
            WHERE h.actor_id = u.id AND h.occurred_at >= %(begin)s AND h.occurred_at < %(end)s
        )) / nullif(count(*), 0) FROM crm_user u WHERE is_active AND date_joined < %(end)s""",
    "adm.companies_owned": """
        SELECT 100.0 * count(owner_id) / nullif(count(*), 0) FROM crm_company
        WHERE deleted_at IS NULL AND created_at >= %(begin)s AND created_at < %(end)s""",
    "adm.next_step": f"""
        WITH {STOOD} SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
            SELECT FROM workflow_task t JOIN django_content_type c ON c.id = t.record_type_id
            WHERE c.model = 'opportunity' AND t.record_id = stood.id AND t.deleted_at IS NULL
                AND t.created_at < %(instant)s AND (t.done_at IS NULL OR t.done_at >= %(instant)s)
        )) / nullif(count(*), 0) FROM stood WHERE kind = 'open'""",
    "mkt.cross_sell": f"""
        WITH {ENDED}, lines AS (
            SELECT e.company_id, count(DISTINCT p.family) AS families
            FROM ended e JOIN sales_opportunityproduct l ON l.opportunity_id = e.id
            JOIN sales_product p ON p.id = l.product_id
            WHERE e.kind = 'won' AND e.company_id IS NOT NULL AND p.family > ''
                AND e.moved_at >= %(instant)s::timestamptz - interval '8760 hours' AND e.moved_at < %(instant)s
            GROUP BY 1
        ) SELECT 100.0 * count(*) FILTER (WHERE families > 1) / nullif(count(*), 0) FROM lines""",
    "mkt.reactivation": f"""
        WITH {ENDED}, buyers AS (
            SELECT company_id, max(moved_at) FILTER (WHERE moved_at < %(begin)s) AS last_before,
                bool_or(moved_at >= %(begin)s AND moved_at < %(instant)s) AS bought
            FROM ended WHERE kind = 'won' AND company_id IS NOT NULL GROUP BY 1
        ) SELECT 100.0 * count(*) FILTER (WHERE bought) / nullif(count(*), 0)
        FROM buyers WHERE last_before < %(begin)s::timestamptz - interval '4320 hours'""",
    "mkt.retention_rate": f"""
        WITH {ENDED}, buyers AS (
            SELECT company_id,
                bool_or(moved_at < %(begin)s
                    AND moved_at >= %(begin)s::timestamptz - interval '8760 hours') AS active,
                bool_or(moved_at < %(instant)s
                    AND moved_at >= %(instant)s::timestamptz - interval '8760 hours') AS kept
            FROM ended WHERE kind = 'won' AND company_id IS NOT NULL GROUP BY 1
        ) SELECT 100.0 * count(*) FILTER (WHERE kept) / nullif(count(*), 0) FROM buyers WHERE active""",
    "sal.revenue_new_sources": f"""
        WITH {ENDED}, wins AS (
            SELECT o.source_id, m.moved_at FROM sales_stagemove m JOIN sales_opportunity o ON o.id = m.opportunity_id
            JOIN sales_stage s ON s.id = m.to_stage_id WHERE s.kind = 'won'
        ) SELECT sum(e.amount) FROM ended e JOIN sales_opportunity o ON o.id = e.id
        WHERE e.kind = 'won' AND e.currency = 'BRL' AND o.source_id IS NOT NULL AND e.{IN_TIME}
            AND (SELECT min(w.moved_at) FROM wins w WHERE w.source_id = o.source_id)
                >= e.moved_at - interval '8760 hours'""",
    "sal.slippage": f"""
        WITH before AS (
            SELECT DISTINCT ON (o.id) o.id, s.kind FROM sales_opportunity o
            JOIN sales_stagemove m ON m.opportunity_id = o.id JOIN sales_stage s ON s.id = m.to_stage_id
            WHERE o.deleted_at IS NULL AND m.moved_at < %(begin)s ORDER BY o.id, m.moved_at DESC, m.id DESC
        ), dates AS (
            SELECT o.id, o.closed_at, {due_at("begin")} AS due, {due_at("instant")} AS due_later
            FROM before JOIN sales_opportunity o ON o.id = before.id WHERE before.kind = 'open'
        ) SELECT 100.0 * count(*) FILTER (
            WHERE due_later >= %(last)s AND (closed_at IS NULL OR closed_at >= %(instant)s)
        ) / nullif(count(*), 0) FROM dates WHERE due >= %(first)s AND due < %(last)s""",
    "sal.stage_conversion": """
        WITH entries AS (
            SELECT DISTINCT ON (m.opportunity_id, m.to_stage_id)
                m.opportunity_id, m.moved_at, s.position, s.pipeline_id
            FROM sales_stagemove m JOIN sales_stage s ON s.id = m.to_stage_id
            JOIN sales_opportunity o ON o.id = m.opportunity_id
            WHERE o.deleted_at IS NULL AND s.kind = 'open'
            ORDER BY m.opportunity_id, m.to_stage_id, m.moved_at, m.id
        ) SELECT 100.0 * count(*) FILTER (WHERE EXISTS (
            SELECT FROM sales_stagemove l JOIN sales_stage t ON t.id = l.to_stage_id
            WHERE l.opportunity_id = e.opportunity_id AND t.pipeline_id = e.pipeline_id
                AND l.moved_at > e.moved_at AND l.moved_at <= e.moved_at + interval '720 hours'
                AND (t.kind = 'won' OR (t.kind = 'open' AND t.position > e.position))
        )) / nullif(count(*), 0) FROM entries e WHERE e.moved_at >= %(begin)s AND e.moved_at < %(end)s""",
    "sal.stale_share": f"""
        WITH {STOOD}, spoken AS (
            SELECT c.model, a.record_id FROM crm_activity a JOIN django_content_type c ON c.id = a.record_type_id
            WHERE a.deleted_at IS NULL AND a.occurred_at < %(instant)s
                AND a.occurred_at >= %(instant)s::timestamptz - interval '336 hours'
        ) SELECT 100.0 * count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM spoken WHERE (model = 'opportunity' AND record_id = stood.id)
                OR (model = 'company' AND record_id = stood.company_id)
        )) / nullif(count(*), 0) FROM stood
        WHERE kind = 'open' AND opened_at < %(instant)s::timestamptz - interval '336 hours'""",
    "wf.overdue_now": """
        WITH waiting AS (
            SELECT t.id, coalesce((
                SELECT h.old #>> '{}' FROM crm_historyentry h
                WHERE h.record_id = t.id AND h.field = 'due_at' AND h.occurred_at >= %(instant)s
                    AND h.record_type_id = (SELECT id FROM django_content_type WHERE model = 'task')
                ORDER BY h.occurred_at, h.id LIMIT 1
            )::timestamptz, t.due_at) AS due
            FROM workflow_task t WHERE t.deleted_at IS NULL AND t.created_at < %(instant)s
                AND (t.done_at IS NULL OR t.done_at >= %(instant)s)
        ) SELECT 100.0 * count(*) FILTER (WHERE due < %(instant)s) / nullif(count(*), 0) FROM waiting""",
}
SQL["sal.velocity"] = (
    f"SELECT ({SQL['sal.open']}) * ({SQL['sal.win_rate_decided']}) / 100 * ({SQL['mkt.aov']}) / ({SQL['sal.cycle']})"
)
SQL["wf.arrivals_per_completion"] = (
    f"SELECT ({SQL['wf.tasks_by_type']})::numeric / nullif(({SQL['wf.throughput']}), 0)"
)
