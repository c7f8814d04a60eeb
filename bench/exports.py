"""Export of every contact by command against COPY TO of the same cells: rows a second, and memory of the process."""

import tempfile
import time
from pathlib import Path

from django.db import connection

from bench.imports import spent_by, superuser
from crm.models import Contact

FLOOR = """
    COPY (
        SELECT c.name, (
            SELECT company.name FROM crm_affiliation tie JOIN crm_company company ON company.id = tie.company_id
            WHERE tie.contact_id = c.id AND tie.is_primary AND company.deleted_at IS NULL LIMIT 1
        ), c.job_title, c.emails[1], c.phones[1], owner.name, c.updated_at
        FROM crm_contact c LEFT JOIN crm_user owner ON owner.id = c.owner_id
        WHERE c.deleted_at IS NULL ORDER BY c.name_fold, c.id
    ) TO STDOUT WITH (FORMAT csv, HEADER, DELIMITER ';')
"""


def floor(path: Path) -> float:
    with connection.cursor() as cursor, path.open("wb") as file:
        cursor.execute("SET statement_timeout = 0")
        begun = time.perf_counter()
        cursor.copy_expert(FLOOR, file)
        return time.perf_counter() - begun


def run():
    user, rows = superuser(), Contact.objects.count()
    with tempfile.TemporaryDirectory() as folder:
        base = floor(Path(folder) / "floor.csv")
        print(f"COPY TO  {rows / base:10,.0f} rows/s in {base:.1f} s")
        seconds, memory = spent_by("export", "contact", "--to", f"{folder}/export.csv", "--by", user.email)
        print(f"export   {rows / seconds:10,.0f} rows/s in {seconds:.1f} s, {memory} MB at most")
    print(f"the export reaches {base / seconds:.2f} of the floor (goal 0.25)")
