import json

import pytest
from django.core.management import CommandError, call_command

from crm.actions.history import acting
from crm.tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
SPAN = {"start": "2026-01-01", "end": "2026-12-31"}


def answer(capsys, *words, **options):
    call_command(*words, json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_every_metric_is_listed_with_what_one_must_know_of_it(capsys):
    listed = answer(capsys, "kpis", language="en")

    assert len(listed) >= 25
    one = next(one for one in listed if one["key"] == "adm.contacts_reachable")
    assert (one["unit"], one["direction"], one["type"], one["grain"]) == ("percent", "up", "Ratio", "month")
    assert [dimension["key"] for dimension in one["dimensions"]] == ["owner", "team", "source"]


def test_a_metric_answers_with_its_parts_and_its_rows(capsys, ana, caio):
    reachable = ContactFactory(owner=ana, emails=["a@example.com"])
    ContactFactory(owner=caio, emails=[], phones=[])
    last = str(reachable.created_at.date().year)
    span = {"start": f"{last}-01-01", "end": f"{last}-12-31"}

    told = answer(capsys, "kpi", "adm.contacts_reachable", by="owner", rows=True, **span)
    hers = answer(capsys, "kpi", "adm.contacts_reachable", person=ana.email, **span)

    assert (told["figure"], told["n"], told["maturity"]) == ("50", 2, "running")
    assert {one["label"]: one["figure"] for one in told["members"]} == {str(ana): "100", str(caio): "0"}
    assert [one["id"] for one in told["rows"]["numerator"]] == [reachable.pk]
    assert len(told["rows"]["denominator"]) == 2
    assert hers["n"] == 1


@pytest.mark.parametrize(
    ("key", "options", "message"),
    [
        ("sal.nothing", {}, "There is no 'sal.nothing'"),
        ("sal.revenue_won", {"start": "yesterday"}, "yesterday is no date"),
        ("sal.revenue_won", {"end": "2025-01-01"}, "at least one day"),
        ("sal.revenue_won", {"by": "colour"}, "There is no 'colour'"),
        ("sal.revenue_won", {"person": "nobody@example.com"}, "nobody@example.com"),
        ("sal.revenue_won", {"scope": ["owner=me"]}, "me is no number"),
    ],
)
def test_what_cannot_be_asked_is_said(db, key, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("kpi", key, **SPAN | options)


def test_a_figure_is_told_to_people_too(capsys, ana):
    with acting(ana):
        ContactFactory(owner=ana)

    call_command("kpi", "adm.contacts_reachable", **SPAN)

    assert "percent" in capsys.readouterr().out
