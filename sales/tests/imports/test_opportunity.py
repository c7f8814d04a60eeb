"""A real pipeline of 8,800 opportunities, brought in by command and compared with figures computed elsewhere."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Sum

from crm.models import Company, ImportRun, Sector, Team, User
from crm.tests.factories import UserFactory
from crm.tests.transfer.bringing import checked, checksums
from sales.models import Opportunity, OpportunityProduct, Product, StageMove

DATA = Path(__file__).resolve().parents[4] / "shared/data/maven_crm"
FILES = {"product": "products", "user": "sales_teams", "company": "accounts", "opportunity": "sales_pipeline"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the public data set is not at {DATA}"),
]


def bring(record, tmp_path, **options) -> dict:
    out = tmp_path / "out.json"
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"values": {"product": {"GTXPro": "GTX Pro"}}}))
    with out.open("w") as stdout:
        options = {"mapping": str(mapping) if record == "opportunity" else None} | options
        call_command("import", record, str(DATA / f"{FILES[record]}.csv"), json=True, stdout=stdout, **options)
    return json.loads(out.read_text())


def counts(answer) -> tuple:
    return tuple(answer[name] for name in ("created", "updated", "unchanged", "refused"))


TABLES = ["sales_product", "sales_opportunity", "sales_opportunityproduct", "sales_stagemove", "crm_company"]
TABLES += ["crm_sector", "crm_user", "crm_team"]


def test_the_pipeline_arrives_as_its_figures_say(db, tmp_path):
    UserFactory(name="Dora Paz", is_superuser=True, is_staff=True)
    oracle = json.loads((DATA / "oracle.json").read_text())
    before = checksums(*TABLES)

    answers = {record: bring(record, tmp_path, mapping=None) for record in ("product", "user", "company")}
    unmapped = bring("opportunity", tmp_path, mapping=None, dry_run=True)
    answers["opportunity"] = bring("opportunity", tmp_path)

    assert {record: counts(answer)[0] for record, answer in answers.items()} == {
        "product": 7, "user": 35, "company": 85, "opportunity": 8800
    }  # fmt: skip
    assert unmapped["reasons"] == {"Product: “GTXPro” was not found. Did you mean “GTX Pro”?": 1480}
    assert answers["opportunity"]["warnings"] == {
        "No company is named.": oracle["quality"]["pipeline_without_account"]
    }
    states = dict(Opportunity.objects.values_list("state").annotate(Count("pk")))
    assert states == {"won": 4238, "lost": 2473, "open": 2089}
    assert Opportunity.objects.won().aggregate(total=Sum("amount"))["total"] == Decimal(10_005_534)
    assert Opportunity.objects.filter(company=None).count() == 1425
    assert StageMove.objects.count() == OpportunityProduct.objects.count() == 8800
    cycle = ExpressionWrapper(F("closed_at") - F("opened_at"), DurationField())
    mean = Opportunity.objects.won().aggregate(mean=Avg(cycle))["mean"].total_seconds() / 86_400
    assert round(mean, 4) == oracle["cycle_days_won"]["mean"]
    by_agent = dict(Opportunity.objects.won().values_list("owner__name").annotate(Sum("amount")))
    assert by_agent == {name: Decimal(str(of["won_value"])) for name, of in oracle["by_agent"].items() if of["won"]}
    assert Company.objects.exclude(parent=None).count() == 15
    assert (Sector.objects.count(), Product.objects.count()) == (10, 7)
    people = User.objects.get(name="Anna Snelling").team
    assert (people.head.name, people.parent) == ("Dustin Brinkmann", Team.objects.get(name="Central"))

    again = {record: counts(bring(record, tmp_path)) for record in ("product", "user", "company", "opportunity")}

    assert again == {
        "product": (0, 0, 7, 0), "user": (0, 0, 35, 0), "company": (0, 0, 85, 0), "opportunity": (0, 0, 8800, 0)
    }  # fmt: skip

    for run in ImportRun.objects.filter(state="done").order_by("-pk"):
        call_command("import", undo=run.pk, verbosity=0)

    assert checksums(*TABLES) == before


def test_a_refused_row_is_not_said_to_be_taken_without_a_company(dora):
    run = checked("Nome;Empresa\nRoof;Nobody Ltda\nPanel;\n", dora, record="sales.opportunity", key="name")

    assert (run.counts["refused"], run.counts["warnings"]) == (1, {"No company is named.": 1})
