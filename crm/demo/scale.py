"""Worlds of any size for the benchmarks, made inside the database in minutes; the same for the same size.

Ten teams of ten sellers: each seller reaches a tenth. Companies are a fifth of the contacts, activities
two for each contact (with the history of all rows: three timeline rows for each), one company has 30,000.
"""

from contextlib import contextmanager

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from crm.demo import names
from crm.demo.build import parts
from crm.models import (
    Activity,
    Affiliation,
    Company,
    Contact,
    HistoryEntry,
    Role,
    Sector,
    Source,
    Tag,
    Team,
    User,
)

TEAMS, SELLERS = 10, 10
BUSY = 30_000
NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX  # nobody signs in as them
# Chance of the database's own making, the same each time: what one choice is tells nothing about another.
CHANCE = "(hashint8extended({of}, {seed}) & 2147483647)"
SEEDS = ("kind", "proper", "city", "owner", "moment", "first", "middle", "last", "home", "label")

# A head office for each, but every fiftieth is the branch of the one before.
CNPJ = """
    WITH base AS (SELECT CASE WHEN i % 50 = 0 THEN lpad((10000000 + i - 1)::text, 8, '0') || '0002'
        ELSE lpad((10000000 + i)::text, 8, '0') || '0001' END AS text),
    once AS (SELECT text || {first} AS text FROM base)
    SELECT text || {second} FROM once
"""
CHECK_DIGIT = """(SELECT CASE WHEN sum % 11 < 2 THEN 0 ELSE 11 - sum % 11 END FROM (
    SELECT sum(substr(text, k, 1)::int * (2 + (length(text) - k) % 8)) AS sum FROM generate_series(1, length(text)) k) s)"""
CNPJ = CNPJ.format(first=CHECK_DIGIT, second=CHECK_DIGIT)

COMPANIES = """
INSERT INTO crm_company (name, legal_name, cnpj, relationship, sector_id, source_id, emails, phones, website, city, state,
    postal_code, employees, founded, owner_id, team_id, created_by_id, created_at, updated_at, tags, {blank})
SELECT w.kind || ' ' || w.proper || ' ' || i, '', ({cnpj}), (ARRAY['prospect','customer','prospect','former'])[1 + {label} %% 4],
    %(sector)s + {kind} %% %(sectors)s, %(source)s + {label} %% %(sources)s,
    ARRAY['contato@empresa' || i || '.com.br'], ARRAY['+55' || w.area || '3' || lpad((i * 37 %% 10000000)::text, 7, '2')],
    'https://www.empresa' || i || '.com.br', w.city, w.state, w.cep || '100', i %% 500, 1950 + i %% 75,
    w.owner, u.team_id, w.owner, w.moment, w.moment, CASE WHEN {label} %% 50 = 0 THEN ARRAY['vip'] ELSE '{{}}' END, {nothing}
FROM generate_series(1, %(count)s) i CROSS JOIN LATERAL (SELECT
    (%(kinds)s::text[])[1 + {kind} %% array_length(%(kinds)s::text[], 1)] AS kind,
    (%(propers)s::text[])[1 + {proper} %% array_length(%(propers)s::text[], 1)] AS proper,
    (%(cities)s::text[])[1 + c.n] AS city, (%(states)s::text[])[1 + c.n] AS state, (%(areas)s::text[])[1 + c.n] AS area,
    (%(ceps)s::text[])[1 + c.n] AS cep, %(seller)s + {owner} %% {sellers} AS owner,
    now() - {moment} %% 47304000 * interval '1 second' AS moment
    FROM (SELECT {city} %% array_length(%(cities)s::text[], 1) AS n) c) w
JOIN crm_user u ON u.id = w.owner
"""

CONTACTS = """
INSERT INTO crm_contact (name, job_title, cpf, birthday, emails, phones, city, state, source_id, postal_code,
    owner_id, team_id, created_by_id, created_at, updated_at, tags, {blank})
SELECT w.first || ' ' || w.middle || ' ' || w.last, (%(jobs)s::text[])[1 + {label} %% array_length(%(jobs)s::text[], 1)], '', NULL,
    ARRAY[crm_fold(w.first) || '.' || regexp_replace(crm_fold(w.last), '\\W', '', 'g') || i || '@empresa' || w.home || '.com.br'],
    ARRAY['+55' || substr(c.phones[1], 4, 2) || '9' || lpad((i::bigint * 7 %% 100000000)::text, 8, '8')], c.city, c.state,
    %(source)s + {label} %% %(sources)s, c.postal_code, c.owner_id, c.team_id, c.owner_id, w.moment, w.moment,
    CASE WHEN {label} %% 100 = 0 THEN ARRAY['vip'] WHEN {label} %% 5 = 0 THEN ARRAY['newsletter'] ELSE '{{}}' END, {nothing}
FROM generate_series(1, %(count)s) i CROSS JOIN LATERAL (SELECT
    (%(firsts)s::text[])[1 + {first} %% array_length(%(firsts)s::text[], 1)] AS first,
    (%(lasts)s::text[])[1 + {last} %% array_length(%(lasts)s::text[], 1)] AS last,
    (%(lasts)s::text[])[1 + {middle} %% array_length(%(lasts)s::text[], 1)] AS middle,
    1 + {home} %% %(companies)s AS home, now() - {moment} %% 47304000 * interval '1 second' AS moment) w
JOIN crm_company c ON c.id = %(company)s - 1 + w.home
"""

AFFILIATIONS = """
INSERT INTO crm_affiliation (contact_id, company_id, role, is_primary, created_at)
SELECT %(contact)s - 1 + i, %(company)s + {home} %% %(companies)s, '', true, now()
FROM generate_series(1, %(count)s) i
"""

ACTIVITIES = """
INSERT INTO crm_activity (kind, subject, body, outcome, duration, occurred_at, owner_id, record_type_id, record_id,
    created_by_id, created_at, updated_at, version, custom, tags, external_id)
SELECT (ARRAY['call','note','email','meeting'])[1 + i %% 4], '', 'Contato ' || i, '', NULL, w.moment, r.owner_id,
    %(type)s, r.id, r.owner_id, w.moment, w.moment, 1, '{{}}', '{{}}', ''
FROM generate_series(1, %(count)s) i
CROSS JOIN LATERAL (SELECT now() - {moment} %% 47304000 * interval '1 second' AS moment) w
JOIN {table} r ON r.id = {which}
"""


def fill(contacts: int, tell=print):
    """A world of `contacts` contacts in an empty database."""
    frame, companies = _people(), max(contacts // 5, 10)
    with without_indexes(Company):
        _run("companies", COMPANIES, tell, frame | {"count": companies}, _columns())
    first = {"company": Company.objects.earliest("pk").pk, "companies": companies}
    with without_indexes(Contact):
        _run("contacts", CONTACTS, tell, frame | first | {"count": contacts}, _columns())
    first |= {"contact": Contact.objects.earliest("pk").pk}
    with without_indexes(Affiliation):
        _run("affiliations", AFFILIATIONS, tell, first | {"count": contacts}, {})
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in (Company, Contact)}
    with without_indexes(Activity):
        each = {"table": "crm_contact", "which": f"{first['contact']} + i %% {contacts}"}
        _run("activities", ACTIVITIES, tell, {"count": contacts * 2, "type": kinds[Contact]}, each)
        busy = {"table": "crm_company", "which": str(first["company"])}
        _run("a busy company", ACTIVITIES, tell, {"count": min(BUSY, contacts), "type": kinds[Company]}, busy)
    for part in parts():
        if hasattr(part, "fill"):
            part.fill(contacts, tell)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_indexes(*models):
    """Build the plain indexes of these models once at the end: a third of the time of keeping them row by row."""
    tables = [model._meta.db_table for model in (*models, HistoryEntry)]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = ANY (%s) AND NOT i.indisunique",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, __ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for __, definition in indexes:
            cursor.execute(definition)


def _people() -> dict:
    """Teams and sellers, the lookups, and the lists the statements choose from."""
    seller_role = Role.objects.get(key="seller")
    teams = Team.objects.bulk_create([Team(name=f"Team {number}") for number in range(TEAMS)])
    sellers = User.objects.bulk_create(
        [
            User(
                name=f"Seller {number}",
                email=f"seller{number}@norte.example",
                password=NO_PASSWORD,
                team=teams[number // SELLERS],
            )
            for number in range(TEAMS * SELLERS)
        ]
    )
    User.roles.through.objects.bulk_create(
        [User.roles.through(user_id=seller.pk, role_id=seller_role.pk) for seller in sellers]
    )
    sectors = Sector.objects.bulk_create([Sector(name=name) for name, __ in names.BUSINESSES])
    sources = Source.objects.bulk_create([Source(name=name) for name in ("Site", "Indicação", "Feira", "Anúncio")])
    Tag.objects.bulk_create([Tag(name="vip"), Tag(name="newsletter")])
    cities, states, areas, ceps = zip(*names.CITIES, strict=True)
    return {
        "seller": sellers[0].pk, "sector": sectors[0].pk, "sectors": len(sectors),
        "source": sources[0].pk, "sources": len(sources), "cities": list(cities), "states": list(states),
        "areas": list(areas), "ceps": list(ceps), "firsts": names.FIRST, "lasts": names.LAST, "jobs": names.JOBS,
        "kinds": [kind for __, kinds in names.BUSINESSES for kind in kinds], "propers": names.PROPER,
    }  # fmt: skip


def _columns() -> dict[str, str]:
    """The remaining columns that need a value, and those values: empty."""
    empty = {
        "version": "1", "custom": "'{{}}'", "external_id": "''", "street": "''", "number": "''", "complement": "''",
        "district": "''", "country": "'BR'", "description": "''",
    }  # fmt: skip
    return {"blank": ", ".join(empty), "nothing": ", ".join(empty.values()).replace("{{}}", "{}")}


def _run(what, statement, tell, values, parts_of):
    chances = {name: CHANCE.format(of="i", seed=seed) for seed, name in enumerate(SEEDS)}
    sql = statement.format(**chances, sellers=TEAMS * SELLERS, cnpj=CNPJ.replace("%", "%%"), **parts_of)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(sql, values)
        tell(f"{what}: {cursor.rowcount}")
