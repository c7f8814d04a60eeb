from indicators.models import Tactic
from indicators.tests.factories import StrategyFactory, TacticFactory
from indicators.tests.planned import whole

URL = "/api/v1/tactics/"


def test_a_tactic_is_written_and_done_and_not_done_after_all(api_of, bruno):
    api = api_of(bruno)

    made = api.post(URL, {"strategy": StrategyFactory().pk, "statement": "Train", "due_on": "2026-03-31"})
    one = f"{URL}{made.json()['id']}/"

    assert made.status_code == 201
    assert api.post(f"{one}complete/").json()["done_at"] is not None
    assert [row["id"] for row in api.get(URL, {"is_done": "true"}).json()["results"]] == [made.json()["id"]]
    assert api.post(f"{one}reopen/").json()["done_at"] is None


def test_an_auditor_completes_none(api_of, enzo):
    assert api_of(enzo).post(f"{URL}{TacticFactory().pk}/complete/").status_code == 403


def test_scores_place_a_tactic_in_a_phase_as_they_do_a_strategy(api_of, bruno):
    plan, api = whole(), api_of(bruno)
    strategy = plan.goals.get().strategies.get()

    made = api.post(URL, {"strategy": strategy.pk, "statement": "Train", "benefit": 5, "impact": 2}).json()
    tactic = Tactic.objects.get(pk=made["id"])
    assert (made["benefit"], tactic.phase.name) == (5, "First")

    api.patch(f"{URL}{tactic.pk}/", {"impact": 5, "version": made["version"]})
    tactic.refresh_from_db()
    assert (tactic.impact, tactic.phase.name) == (5, "Second")
    assert api.post(URL, {"strategy": strategy.pk, "statement": "Train", "benefit": 6}).status_code == 400
