import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from crm.models import ExportFile, Grant
from crm.models.role import Scope
from indicators.tests.factories import IndicatorFactory, PlanFactory, SnapshotFactory
from indicators.tests.story import earn


@pytest.fixture
def indicator(ana):
    """Won revenue of March: 1,300 of Ana's and 500 of Caio's."""
    return IndicatorFactory(plan=PlanFactory(state="active"), accountable=ana, measured_by=ana)


@pytest.fixture
def wins(ana, caio, indicator):
    return [*earn(ana, [1000], 3), *earn(ana, [300], 3), *earn(caio, [500], 3), *earn(ana, [9999], 4)]


def rows(client, indicator, **query):
    url = reverse("indicators:indicator-rows", args=[indicator.pk])
    return client.get(url, {"period": "2026-03-01", **query})


def records_of(answer) -> set[int]:
    return {line.record.pk for line in answer.context["lines"]}


def exported(client, indicator, **query) -> list[list[str]]:
    url = reverse("indicators:indicator-rows-file", args=[indicator.pk])
    answer = client.post(url, query_params={"period": "2026-03-01", **query})
    assert answer.status_code == 200, answer.status_code
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_rows_are_exactly_the_facts_and_add_up_to_the_figure(client_of, bruno, dora, indicator, wins):
    answer = rows(client_of(dora), indicator)

    assert records_of(answer) == {one.pk for one in wins[:3]}
    assert answer.context["foot"].replace("\xa0", " ") == "3 records · Sum: R$1,800"
    assert answer.context["hidden"] == ""


def test_who_sees_the_figure_and_not_all_its_records_is_told_how_many_lie_outside(client_of, bruno, indicator, wins):
    Grant.objects.filter(role__key="manager", record_type__model="opportunity", action="view").update(
        scope=Scope.TEAM
    )
    answer = rows(client_of(bruno), indicator)

    assert records_of(answer) == {one.pk for one in wins[:2]}
    assert "1,800" in answer.context["figure"]
    assert answer.context["hidden"].startswith("These are 2 of 3 records")


def test_without_the_right_the_figure_is_that_of_the_rows_and_nothing_is_said_of_others(
    client_of, ana, indicator, wins
):
    answer = rows(client_of(ana), indicator)

    assert records_of(answer) == {one.pk for one in wins[:2]}
    assert "1,300" in answer.context["figure"]
    assert answer.context["hidden"] == ""
    assert "Caio" not in answer.content.decode()


def test_rows_narrow_to_one_member_and_to_who_has_none(client_of, dora, caio, indicator, wins):
    client = client_of(dora)

    assert records_of(rows(client, indicator, by="owner", member=caio.pk)) == {wins[2].pk}
    assert records_of(rows(client, indicator, by="owner", member="")) == set()


def test_a_guessed_member_is_not_named_to_who_sees_none_of_its_records(client_of, ana, caio, indicator, wins):
    answer = rows(client_of(ana), indicator, by="owner", member=caio.pk)

    assert "Caio" not in answer.content.decode()
    assert answer.context["narrowed"]["value"] == "not for you to see"


def test_another_member_than_the_indicator_is_about_has_no_rows(client_of, dora, ana, caio, wins):
    alone = IndicatorFactory(kpi_key="sal.revenue_won", scope={"owner": ana.pk}, plan=PlanFactory(state="active"))

    assert records_of(rows(client_of(dora), alone, by="owner", member=caio.pk)) == set()
    assert records_of(rows(client_of(dora), alone, by="owner", member=ana.pk)) == {wins[0].pk, wins[1].pk}


@pytest.mark.parametrize(
    "query",
    [{"period": "March"}, {"role": "middle"}, {"by": "colour"}, {"by": "owner", "member": "x"}, {"after": "!"}],
)
def test_an_address_that_says_nothing_is_refused(client_of, dora, indicator, query):
    assert rows(client_of(dora), indicator, **query).status_code in (400, 404)


def test_a_share_has_the_rows_of_both_its_numbers(client_of, dora, ana, wins):
    share = IndicatorFactory(kpi_key="mkt.aov", plan=PlanFactory(state="active"))
    answer = rows(client_of(dora), share, role="denominator")

    assert answer.context["foot"] == "3 records"
    assert [one["is_current"] for one in answer.context["roles"]] == [False, True]


def test_a_measurement_the_records_have_left_behind_is_named(client_of, dora, ana, indicator, wins):
    SnapshotFactory(indicator=indicator, period_start=date(2026, 3, 1), period_end=date(2026, 4, 1), value=1800)
    client = client_of(dora)
    assert rows(client, indicator).context["moved"] == ""

    earn(ana, [50], 3)
    answer = rows(client, indicator)
    assert answer.context["moved"].startswith("Measured as R$1,800 on")
    assert "1,850" in answer.context["figure"]


def test_rows_come_in_pages_and_none_is_lost_between_them(client_of, dora, ana, indicator):
    made = {one.pk for number in range(60) for one in earn(ana, [number + 1], 3)}
    client, found = client_of(dora), set()
    first = rows(client, indicator)
    found |= records_of(first)
    second = client.get(
        reverse("indicators:indicator-rows", args=[indicator.pk]) + first.context["pager"]["next_url"]
    )

    assert len(found) == 50
    assert found | records_of(second) == made


def test_a_page_of_rows_asks_as_often_for_many_as_for_few(client_of, dora, ana, caio, indicator, wins):
    client = client_of(dora)
    rows(client, indicator)
    with CaptureQueriesContext(connection) as few:
        rows(client, indicator)
    for number in range(20):
        earn(ana if number % 2 else caio, [number + 1], 3)
    with CaptureQueriesContext(connection) as many:
        rows(client, indicator)

    assert len(many) <= len(few) <= 14


def test_the_file_holds_the_same_rows_and_is_noted(client_of, dora, ana, indicator, wins):
    type(wins[0]).objects.filter(pk=wins[0].pk).update(name="=cmd()")
    head, *lines = exported(client_of(dora), indicator)

    assert len(lines) == 3
    assert len(head) == len(lines[0])
    assert {int(line[0]) for line in lines} == {one.pk for one in wins[:3]}
    assert "'=cmd()" in {line[1] for line in lines}
    noted = ExportFile.objects.get()
    assert (noted.owner, noted.rows, noted.record) == (dora, 3, "sales.opportunity")


def test_the_same_rows_come_as_a_workbook(client_of, dora, indicator, wins):
    __, *lines = exported(client_of(dora), indicator)
    url = reverse("indicators:indicator-rows-file", args=[indicator.pk])
    answer = client_of(dora).post(url, {"kind": "xlsx"}, query_params={"period": "2026-03-01"})

    __, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert [row[0] for row in rows] == [int(line[0]) for line in lines]
    assert sum(row[3] for row in rows) == 1800
    assert all(row[2].month == 3 for row in rows)
    assert {one.kind for one in ExportFile.objects.all()} == {"csv", "xlsx"}
    assert client_of(dora).post(url, {"kind": "pdf"}).status_code == 404


def test_a_file_needs_the_right_to_take_records_out(client_of, ana, indicator, wins):
    url = reverse("indicators:indicator-rows-file", args=[indicator.pk])
    Grant.objects.filter(role__key="seller", record_type__model="opportunity", action="export").update(
        scope=Scope.NONE
    )
    for kind in ("csv", "xlsx"):
        assert client_of(ana).post(url, {"kind": kind}).status_code == 403

    Grant.objects.filter(role__key="seller", record_type__model="opportunity", action="export").update(
        scope=Scope.OWN
    )
    __, *lines = exported(client_of(ana), indicator)
    assert {int(line[0]) for line in lines} == {one.pk for one in wins[:2]}
