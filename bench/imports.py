"""Import of contacts by command against COPY of the same rows: rows a second, and memory of the process.

The table stands at the size of the database; what is added is removed again.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection

from crm.models import Contact, User

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
MARK = "bench.example"

FLOOR = """
    INSERT INTO crm_contact (name, emails, phones, city, state, owner_id, team_id, created_by_id, created_at, updated_at,
        version, custom, tags, external_id, job_title, cpf, street, number, complement, district, postal_code, country,
        description)
    SELECT s.name, ARRAY[s.email], ARRAY[s.phone], s.city, s.state, %s, NULL, %s, now(), now(), 1, '{}', '{}', '', '', '',
        '', '', '', '', '', 'BR', ''
    FROM bench_stage s WHERE NOT EXISTS (SELECT FROM crm_contact c WHERE c.keys && ARRAY['e:' || s.email])
"""


def rows(word: str):
    for number in range(ROWS):
        yield (
            f"Pessoa {number} da Silva",
            f"{word}{number}@{MARK}",
            f"+55519{number % 100000000:08}",
            "Porto Alegre",
            "RS",
        )


def write(path: Path, word: str):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Nome", "E-mail", "Telefone", "Cidade", "Estado"])
        writer.writerows(rows(word))


def floor(path: Path, user) -> float:
    """Seconds of COPY into a stage, known keys skipped, INSERT … SELECT into the indexed table."""
    with connection.cursor() as cursor, path.open(encoding="utf-8") as file:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE TEMP TABLE bench_stage (name text, email text, phone text, city text, state text)")
        begun = time.perf_counter()
        cursor.copy_expert("COPY bench_stage FROM STDIN WITH (FORMAT csv, HEADER)", file)
        cursor.execute("ANALYZE bench_stage")
        cursor.execute(FLOOR, [user.pk, user.pk])
        spent = time.perf_counter() - begun
        cursor.execute("DROP TABLE bench_stage")
    return spent


def spent_by(*words: str) -> tuple[float, int]:
    """(seconds, peak memory in MB) of a command of manage.py in a process of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "manage.py", *words], stdout=subprocess.DEVNULL)
    __, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{words[0]} failed")
    return time.perf_counter() - begun, usage.ru_maxrss // 1024


def product(path: Path, user) -> tuple[float, int]:
    return spent_by("import", "contact", str(path), "--key", "emails", "--by", user.email)


def clean():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("DELETE FROM crm_importrow")
        cursor.execute("DELETE FROM crm_contact WHERE emails[1] LIKE %s", [f"%@{MARK}"])


def superuser() -> User:
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
        "bench@norte.example", None, name="Bench"
    )


def run():
    user = superuser()
    print(f"{ROWS:,} rows into {Contact.objects.count():,} contacts")
    with tempfile.TemporaryDirectory() as folder:
        for name, word, measure in (("floor", "f", floor), ("import", "p", product)):
            path = Path(folder) / f"{name}.csv"
            write(path, word)
            answer = measure(path, user)
            seconds, memory = answer if isinstance(answer, tuple) else (answer, None)
            told = f", {memory} MB at most" if memory else ""
            print(f"{name:<8} {ROWS / seconds:10,.0f} rows/s in {seconds:.1f} s{told}")
            if name == "floor":
                base = seconds
    print(f"the import reaches {base / seconds:.2f} of the floor (goal 0.25)")
    clean()
