import pytest
from django.db import connection

from crm.models import Activity, Company
from crm.models.about import FEW
from crm.tests.factories import ActivityFactory, AttachmentFactory, CompanyFactory, ContactFactory


def portfolio(owner, size):
    Company.objects.bulk_create(Company(name=f"C{n}", owner=owner, team=owner.team) for n in range(size))


@pytest.mark.parametrize("size", [1, FEW + 1])
def test_one_sees_what_is_about_ones_records_however_many_they_are(ana, caio, enzo, nina, size):
    portfolio(ana, size)
    portfolio(caio, size)
    own = [
        ActivityFactory(about=Company.objects.filter(owner=ana).last()),
        ActivityFactory(about=ContactFactory(owner=ana)),
    ]
    hidden = ActivityFactory(about=Company.objects.filter(owner=caio).last())
    trashed = CompanyFactory(owner=ana, deleted_at="2026-01-01T00:00Z")
    ActivityFactory(about=trashed)
    file = AttachmentFactory(about=own[0].about)
    AttachmentFactory(about=hidden.about)

    assert list(Activity.objects.visible_to(ana).order_by("pk")) == own
    assert Activity.objects.visible_to(ana).count() == 2
    assert list(type(file).objects.visible_to(ana)) == [file]
    assert list(Activity.objects.visible_to(caio)) == [hidden]
    assert list(Activity.objects.visible_to(enzo).order_by("pk")) == [*own, hidden]
    assert list(Activity.objects.visible_to(nina)) == []


def test_a_large_portfolio_is_not_gathered_to_show_one_page(ana):
    portfolio(ana, FEW + 1)
    ActivityFactory(about=Company.objects.first())

    with connection.cursor() as cursor:
        statement, params = (
            Activity.objects.visible_to(ana).order_by("-occurred_at", "-pk")[:51].query.sql_with_params()
        )
        cursor.execute(f"EXPLAIN ANALYZE {statement}", params)
        plan = [line for (line,) in cursor.fetchall()]

    assert any("crm_company_pkey" in line and "never executed" not in line for line in plan)
